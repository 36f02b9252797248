import { z } from "zod"
import { isMap, type Json } from "../../lib/json.ts"
import type { TableRow } from "../../model/ports.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { tableProblem } from "../../model/tableProblems.ts"
import { anyJson } from "../anyJson.ts"
import { parseFieldPath, pathOf, withField } from "../data/fieldPath.ts"
import { matchField, rowsWhere, tableField, whereField } from "./tableFields.ts"

/** Sets fields of rows of a table. */
export const tableUpdate = defineStep({
  kind: "table.update",
  version: 1,
  title: "Change rows",
  summary: "Sets fields of the rows of a table that meet conditions",
  icon: "table-properties",
  group: "data",
  input: z.strictObject({
    table: tableField,
    where: whereField,
    match: matchField,
    set: z
      .record(
        z
          .string()
          .min(1)
          .refine(text => parseFieldPath(text).ok, { error: "bad_field_path" }),
        anyJson,
      )
      .meta({ description: "These fields get these values" }),
  }),
  output: z.strictObject({ changed: z.int() }),
  hints: { table: { placeholder: "orders" }, set: { widget: "keyvalue" }, match: { advanced: true } },
  outlets: ["success"],
  effect: "write",
  needs: ["tables"],
  card: "{{ table }}",
  docs: `
Sets fields of all rows that meet the conditions; of all rows, where there are none. Rows keep their key, whatever is
set. What is changed is written together with the step's completion.

- **success**: how many rows were changed.

Fails if a field lies within something that has no fields. Nothing is changed then.
`,
  examples: [
    {
      title: "Mark as sent",
      with: {
        table: "orders",
        where: [{ field: "state", operator: "equals", value: "paid" }],
        set: { state: "sent", "log.by": "Rivulet" },
      },
      tables: {
        orders: [
          { key: "1", value: { id: 1, state: "paid" } },
          { key: "2", value: { id: 2, state: "new" } },
        ],
      },
      outlets: { success: { changed: 1 } },
      tablesAfter: {
        orders: [
          { id: 1, state: "sent", log: { by: "Rivulet" } },
          { id: 2, state: "new" },
        ],
      },
    },
    {
      title: "Nothing meets",
      with: { table: "orders", where: [{ field: "id", operator: "greater", value: 5 }], set: { old: true } },
      outlets: { success: { changed: 0 } },
    },
    {
      title: "No place for the field",
      with: { table: "orders", set: { "state.at": 1 } },
      tables: { orders: [{ key: "1", value: { state: "paid" } }] },
      problem: "table_cannot_set",
    },
  ],
  run: async ({ table, where, match, set }, { ports }) => {
    const found = await ports.tables.rows(table)
    if (!found.ok) return failed(found.error)
    const assigned = Object.entries(set).map(([field, value]) => ({ field, path: pathOf(field), value }))
    const put: TableRow[] = []
    for (const row of rowsWhere(found.value, where, match)) {
      let value: Json = row.value
      for (const one of assigned) {
        const next = withField(value, one.path, one.value)
        if (!isMap(next)) return failed(tableProblem("table_cannot_set", { key: row.key, field: one.field }))
        value = next
      }
      put.push({ ...row, value })
    }
    const changed = await ports.tables.change(table, { put })
    return changed.ok ? done({ changed: put.length }) : failed(changed.error)
  },
})
