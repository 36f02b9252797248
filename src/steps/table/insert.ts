import { z } from "zod"
import { sameJson } from "../../lib/json.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { tableProblem } from "../../model/tableProblems.ts"
import { fieldPath } from "../data/fieldPath.ts"
import { rowsByKey, rowsField, rowsFrom, tableField } from "./tableFields.ts"

/** Adds rows to a table. */
export const tableInsert = defineStep({
  kind: "table.insert",
  version: 1,
  title: "Add rows",
  summary: "Adds rows to a table that outlives the run",
  icon: "table-rows-split",
  group: "data",
  input: z.strictObject({
    table: tableField,
    rows: rowsField,
    key: fieldPath("The field that tells rows apart; each row is its own if left out").min(1).optional(),
    ifExists: z
      .enum(["fail", "skip"])
      .default("fail")
      .meta({ description: "What to do where a row with the key is there already" }),
  }),
  output: z.strictObject({ added: z.int(), skipped: z.int() }),
  hints: {
    table: { placeholder: "orders" },
    rows: { widget: "expression", placeholder: "{{ incoming }}" },
    ifExists: { advanced: true },
  },
  outlets: ["success"],
  effect: "write",
  needs: ["tables", "clock"],
  card: "{{ table }}",
  docs: `
Adds rows to a table. Tables are kept where Rivulet is: in this browser, or, in a terminal, in its data folder. They
outlive runs, and every workflow sees the same ones. What is added is written together with the step's completion, so
a crash adds nothing twice.

- **success**: how many rows were added, and how many skipped.

Fails if a row is no map, has nothing in the key field, or is there already with another content. Nothing is added
then. A row that is there with the very same content counts as added.
`,
  examples: [
    {
      title: "By a key",
      with: { table: "people", rows: [{ id: 1, name: "Ada" }, { id: 2 }], key: "id" },
      outlets: { success: { added: 2, skipped: 0 } },
    },
    {
      title: "A line of a log",
      with: { table: "visits" },
      scope: { incoming: { page: "home" } },
      outlets: { success: { added: 1, skipped: 0 } },
    },
    {
      title: "Skip what is there",
      with: { table: "people", rows: { id: 1, name: "Bo" }, key: "id", ifExists: "skip" },
      tables: { people: [{ key: "1", value: { id: 1, name: "Ada" } }] },
      outlets: { success: { added: 0, skipped: 1 } },
      tablesAfter: { people: [{ id: 1, name: "Ada" }] },
    },
    {
      title: "There already",
      with: { table: "people", rows: { id: 1, name: "Bo" }, key: "id" },
      tables: { people: [{ key: "1", value: { id: 1, name: "Ada" } }] },
      problem: "table_key_there",
    },
  ],
  run: async ({ table, rows, key: field, ifExists }, { ports, key, incoming }) => {
    const now = ports.clock.now()
    const given = rowsFrom(rows === undefined ? (incoming ?? null) : rows, field, { key, now })
    if (!given.ok) return failed(given.error)
    const fresh = rowsByKey(given.value, "first")
    const found = await ports.tables.rows(table, [...fresh.keys()])
    if (!found.ok) return failed(found.error)
    const there = rowsByKey(found.value, "first")
    const others = given.value.filter(row => {
      const same = there.get(row.key) ?? fresh.get(row.key)
      return same !== undefined && !sameJson(same.value, row.value)
    })
    const [other] = others
    if (other && ifExists === "fail")
      return failed(tableProblem("table_key_there", { table, key: other.key }))
    const put = [...fresh.values()].filter(row => !there.has(row.key))
    const changed = await ports.tables.change(table, { put })
    if (!changed.ok) return failed(changed.error)
    return done({ added: given.value.length - others.length, skipped: others.length })
  },
})
