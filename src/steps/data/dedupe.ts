import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { defineStep, failed } from "../../model/step.ts"
import { fieldPath, fieldReader } from "./fieldPath.ts"
import { inPortions, itemsField, itemsOf, listOutput } from "./items.ts"
import { keyOf } from "./order.ts"

/** Leaves each item in a list once. */
export const dataDedupe = defineStep({
  kind: "data.dedupe",
  version: 1,
  title: "Remove duplicates",
  summary: "Leaves each item in a list once",
  icon: "copy-minus",
  group: "data",
  input: z.strictObject({
    items: itemsField,
    by: z
      .array(fieldPath("A field"))
      .min(1)
      .max(20)
      .optional()
      .meta({ description: "The fields that make two items the same; all of them if left out" }),
    keep: z.enum(["first", "last"]).default("first").meta({ description: "Which of the same is kept" }),
  }),
  output: listOutput,
  hints: { items: { widget: "expression", placeholder: "{{ incoming }}" }, keep: { advanced: true } },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  follows: "items",
  card: "{{ by }}",
  docs: `
Leaves one of all items that are the same: whole, or in the fields named. The order of keys in a map does not matter,
types do: \`1\` and \`"1"\` differ.

- **success**: the list without the duplicates, each item at the place of the one kept.
`,
  examples: [
    {
      title: "Whole items",
      with: { items: [{ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 1 }] },
      outlets: { success: [{ a: 1, b: 2 }, { a: 1 }] },
    },
    {
      title: "The last of each",
      with: {
        items: [
          { id: 1, v: "old" },
          { id: 2, v: "x" },
          { id: 1, v: "new" },
        ],
        by: ["id"],
        keep: "last",
      },
      outlets: {
        success: [
          { id: 2, v: "x" },
          { id: 1, v: "new" },
        ],
      },
    },
  ],
  run: ({ items, by, keep }, context) => {
    const list = itemsOf(items, context.incoming)
    if (!list.ok) return failed(list.error)
    const key = keyReader(by ?? [""])
    const kept = new Map<unknown, number>()
    const origins = new Map<unknown, number[]>()
    const stopped = inPortions(list.value.length, context, index => {
      const same = key(list.value[index] ?? null)
      if (keep === "last") kept.delete(same)
      if (!kept.has(same)) kept.set(same, index)
      const from = origins.get(same)
      if (from) from.push(index)
      else origins.set(same, [index])
    })
    if (stopped) return failed(stopped)
    return {
      type: "done",
      outlets: { success: [...kept.values()].map(index => list.value[index] ?? null) },
      origins: { success: [...kept.keys()].map(same => origins.get(same) ?? []) },
    }
  },
})

/** A function that gives an item's key over one field or several: equal keys, equal fields. */
export function keyReader(fields: readonly string[]): (item: Json) => string | number | boolean | null {
  const readers = fields.map(fieldReader)
  const [only] = readers
  if (only && readers.length === 1) return item => keyOf(only(item))
  return item => keyOf(readers.map(read => read(item) ?? null))
}
