import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { tableProblem } from "../../model/tableProblems.ts"
import { matchField, rowsWhere, tableField, whereField } from "./tableFields.ts"

/** Takes rows out of a table. */
export const tableDelete = defineStep({
  kind: "table.delete",
  version: 1,
  title: "Delete rows",
  summary: "Takes rows out of a table",
  icon: "table-columns-split",
  group: "data",
  input: z.strictObject({
    table: tableField,
    where: whereField,
    match: matchField,
    all: z.boolean().default(false).meta({ description: "Delete every row, if there are no conditions" }),
  }),
  output: z.strictObject({ deleted: z.int() }),
  hints: { table: { placeholder: "orders" }, match: { advanced: true }, all: { advanced: true } },
  outlets: ["success"],
  effect: "write",
  needs: ["tables"],
  card: "{{ table }}",
  docs: `
Takes the rows that meet the conditions out of a table, together with the step's completion.

- **success**: how many rows were deleted.

Fails if there is no condition, unless *all* says that every row is meant.
`,
  examples: [
    {
      title: "Old ones",
      with: { table: "visits", where: [{ field: "day", operator: "less", value: "2026-01-01" }] },
      tables: {
        visits: [
          { key: "a", value: { day: "2025-12-31" } },
          { key: "b", value: { day: "2026-01-02" } },
        ],
      },
      outlets: { success: { deleted: 1 } },
      tablesAfter: { visits: [{ day: "2026-01-02" }] },
    },
    {
      title: "All of them",
      with: { table: "visits", all: true },
      tables: { visits: [{ key: "a", value: {} }] },
      outlets: { success: { deleted: 1 } },
      tablesAfter: { visits: [] },
    },
    { title: "No condition", with: { table: "visits" }, problem: "table_no_condition" },
  ],
  run: async ({ table, where, match, all }, { ports }) => {
    if (where.length === 0 && !all) return failed(tableProblem("table_no_condition"))
    const found = await ports.tables.rows(table)
    if (!found.ok) return failed(found.error)
    const remove = rowsWhere(found.value, where, match).map(({ key }) => key)
    const changed = await ports.tables.change(table, { remove })
    return changed.ok ? done({ deleted: remove.length }) : failed(changed.error)
  },
})
