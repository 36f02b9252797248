import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { defineStep, failed } from "../../model/step.ts"
import { dataProblem } from "./dataProblems.ts"
import { fieldPath, fieldReader, pathOf, withField } from "./fieldPath.ts"
import { inPortions, itemsField, itemsOf, listOutput } from "./items.ts"

/** Makes one item of each entry of a list field. */
export const dataSplit = defineStep({
  kind: "data.split",
  version: 1,
  title: "Split out",
  summary: "Makes one item of each entry of a list in a field",
  icon: "ungroup",
  group: "data",
  input: z.strictObject({
    items: itemsField,
    field: fieldPath("The field that holds a list").min(1),
    others: z
      .enum(["drop", "keep"])
      .default("drop")
      .meta({ description: "Whether each new item keeps the other fields" }),
  }),
  output: listOutput,
  hints: { items: { widget: "expression", placeholder: "{{ incoming }}" }, others: { advanced: true } },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  follows: "items",
  card: "{{ field }}",
  docs: `
Makes one item of each entry of a list that stands in a field of each item. An item without the field, or with an
empty list in it, gives nothing; a value that is no list counts as a list of one.

- **success**: the entries; with *keep*, the items, each with one entry in the field.
`,
  examples: [
    {
      title: "The lines of orders",
      with: {
        items: [
          { id: 1, lines: ["a", "b"] },
          { id: 2, lines: [] },
          { id: 3, lines: "c" },
        ],
        field: "lines",
      },
      outlets: { success: ["a", "b", "c"] },
    },
    {
      title: "With the other fields",
      with: { items: [{ id: 1, tags: ["a", "b"] }], field: "tags", others: "keep" },
      outlets: {
        success: [
          { id: 1, tags: "a" },
          { id: 1, tags: "b" },
        ],
      },
    },
  ],
  run: ({ items, field, others }, context) => {
    const list = itemsOf(items, context.incoming)
    if (!list.ok) return failed(list.error)
    const read = fieldReader(field)
    const path = pathOf(field)
    const result: Json[] = []
    const origins: number[][] = []
    let misfit = -1
    const stopped = inPortions(list.value.length, context, index => {
      const item = list.value[index] ?? null
      const found = read(item)
      if (found === undefined || found === null) return
      for (const entry of Array.isArray(found) ? (found as readonly Json[]) : [found]) {
        const made = others === "keep" ? withField(item, path, entry) : entry
        if (made === undefined) misfit = index
        else result.push(made)
        if (made !== undefined) origins.push([index])
      }
    })
    if (stopped) return failed(stopped)
    if (misfit >= 0) return failed(dataProblem("data_cannot_set", { index: misfit, field }))
    return { type: "done", outlets: { success: result }, origins: { success: origins } }
  },
})
