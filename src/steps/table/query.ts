import { z } from "zod"
import { defineStep, failed } from "../../model/step.ts"
import { anyMap } from "../anyJson.ts"
import { fieldPath, fieldReader } from "../data/fieldPath.ts"
import { compareLast } from "../data/sort.ts"
import { matchField, rowsWhere, tableField, whereField } from "./tableFields.ts"

/** Reads rows of a table. */
export const tableQuery = defineStep({
  kind: "table.query",
  version: 1,
  title: "Find rows",
  summary: "Reads the rows of a table that meet conditions",
  icon: "table",
  group: "data",
  input: z.strictObject({
    table: tableField,
    where: whereField,
    match: matchField,
    order: fieldPath("The field to order by; as they were made if left out").min(1).optional(),
    descending: z.boolean().default(false).meta({ description: "Whether the largest comes first" }),
    most: z.int().min(1).max(100_000).default(1000).meta({ description: "The most rows that are given" }),
  }),
  output: { success: z.array(anyMap), none: z.array(anyMap).max(0) },
  hints: {
    table: { placeholder: "orders" },
    match: { advanced: true },
    descending: { advanced: true },
    most: { advanced: true },
  },
  outlets: ["success", "none"],
  effect: "read",
  needs: ["tables"],
  card: "{{ table }}",
  docs: `
Reads the rows of a table that meet the conditions; all rows, where there are none. A table that nobody has put
anything into yet is empty.

- **success**: the rows, in order.
- **none**: no row meets the conditions: an empty list.
`,
  examples: [
    {
      title: "The newest two",
      with: {
        table: "orders",
        where: [{ field: "total", operator: "greater", value: 5 }],
        order: "total",
        descending: true,
        most: 2,
      },
      tables: {
        orders: [3, 7, 11, 9].map(total => ({ key: String(total), value: { total } })),
      },
      outlets: { success: [{ total: 11 }, { total: 9 }] },
    },
    {
      title: "All",
      with: { table: "orders" },
      tables: { orders: [{ key: "a", value: { id: "a" } }] },
      outlets: { success: [{ id: "a" }] },
    },
    { title: "Nothing there", with: { table: "orders" }, outlets: { none: [] } },
  ],
  run: async ({ table, where, match, order, descending, most }, { ports }) => {
    const found = await ports.tables.rows(table)
    if (!found.ok) return failed(found.error)
    const rows = rowsWhere(found.value, where, match).map(({ value }) => value)
    if (order !== undefined) {
      const read = fieldReader(order)
      rows.sort((a, b) => compareLast(read(a), read(b), descending))
    }
    const given = rows.slice(0, most)
    return { type: "done", outlets: { [given.length > 0 ? "success" : "none"]: given } }
  },
})
