import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { fieldPath } from "../data/fieldPath.ts"
import { rowsByKey, rowsField, rowsFrom, tableField } from "./tableFields.ts"

/** Adds rows to a table, or changes those that are there. */
export const tableUpsert = defineStep({
  kind: "table.upsert",
  version: 1,
  title: "Add or change rows",
  summary: "Puts rows into a table, in the place of those with the same key",
  icon: "table-2",
  group: "data",
  input: z.strictObject({
    table: tableField,
    rows: rowsField,
    key: fieldPath("The field that tells rows apart").min(1),
    others: z
      .enum(["keep", "drop"])
      .default("keep")
      .meta({ description: "What becomes of fields that only the row in the table has" }),
  }),
  output: z.strictObject({ added: z.int(), changed: z.int() }),
  hints: {
    table: { placeholder: "orders" },
    rows: { widget: "expression", placeholder: "{{ incoming }}" },
    key: { placeholder: "id" },
    others: { advanced: true },
  },
  outlets: ["success"],
  effect: "write",
  needs: ["tables", "clock"],
  card: "{{ table }} by {{ key }}",
  docs: `
Puts rows into a table: one with a new key is added, one whose key is there changes the row that is there. What is
changed is written together with the step's completion.

- **success**: how many rows were added, and how many changed.

Fails if a row is no map, or has nothing in the key field. Nothing is changed then.
`,
  examples: [
    {
      title: "One new, one known",
      with: {
        table: "people",
        rows: [
          { id: 1, age: 36 },
          { id: 2, age: 20 },
        ],
        key: "id",
      },
      tables: { people: [{ key: "1", value: { id: 1, name: "Ada" } }] },
      outlets: { success: { added: 1, changed: 1 } },
      tablesAfter: {
        people: [
          { id: 1, name: "Ada", age: 36 },
          { id: 2, age: 20 },
        ],
      },
    },
    {
      title: "Whole rows",
      with: { table: "people", rows: { id: 1 }, key: "id", others: "drop" },
      tables: { people: [{ key: "1", value: { id: 1, name: "Ada" } }] },
      outlets: { success: { added: 0, changed: 1 } },
      tablesAfter: { people: [{ id: 1 }] },
    },
    { title: "No key", with: { table: "people", rows: { name: "Bo" }, key: "id" }, problem: "table_no_key" },
  ],
  run: async ({ table, rows, key: field, others }, { ports, key, incoming }) => {
    const now = ports.clock.now()
    const given = rowsFrom(rows === undefined ? (incoming ?? null) : rows, field, { key, now })
    if (!given.ok) return failed(given.error)
    const wanted = rowsByKey(given.value, "last")
    const found = await ports.tables.rows(table, [...wanted.keys()])
    if (!found.ok) return failed(found.error)
    const there = rowsByKey(found.value, "last")
    const put = [...wanted.values()].map(row => {
      const before = there.get(row.key)
      if (!before) return row
      const value = others === "keep" ? { ...before.value, ...row.value } : row.value
      return { ...row, made: before.made, value }
    })
    const changed = await ports.tables.change(table, { put })
    if (!changed.ok) return failed(changed.error)
    return done({ added: put.length - there.size, changed: there.size })
  },
})
