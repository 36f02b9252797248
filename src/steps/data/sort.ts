import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { defineStep, failed } from "../../model/step.ts"
import { fieldPath, fieldReader } from "./fieldPath.ts"
import { inPortions, itemsField, itemsOf, listOutput } from "./items.ts"
import { compareJson } from "./order.ts"

const sortKey = z.strictObject({
  field: fieldPath("The field; the item itself if empty").default(""),
  direction: z.enum(["ascending", "descending"]).default("ascending"),
})

/** Sorts a list. */
export const dataSort = defineStep({
  kind: "data.sort",
  version: 1,
  title: "Sort",
  summary: "Puts a list in order",
  icon: "arrow-down-up",
  group: "data",
  input: z.strictObject({
    items: itemsField,
    by: z
      .array(sortKey)
      .min(1)
      .max(20)
      .default([{ field: "", direction: "ascending" }])
      .meta({ description: "What decides: the first field, among equals the next" }),
  }),
  output: listOutput,
  hints: { items: { widget: "expression", placeholder: "{{ incoming }}" } },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  card: "{{ by[0].field }} {{ by[0].direction }}",
  docs: `
Puts a list in order. Equal items keep the order that they had. Where types are mixed: false, true, numbers, texts,
lists, maps. What is missing or null comes last, whatever the direction.

- **success**: the sorted list.
`,
  examples: [
    {
      title: "By two fields",
      with: {
        items: [
          { team: "b", age: 2 },
          { team: "a", age: 1 },
          { team: "a", age: 3 },
        ],
        by: [{ field: "team" }, { field: "age", direction: "descending" }],
      },
      outlets: {
        success: [
          { team: "a", age: 3 },
          { team: "a", age: 1 },
          { team: "b", age: 2 },
        ],
      },
    },
    {
      title: "Mixed types",
      with: {},
      scope: { incoming: ["b", null, 2, true, "a", 10] },
      outlets: { success: [true, 2, 10, "a", "b", null] },
    },
  ],
  run: ({ items, by }, context) => {
    const list = itemsOf(items, context.incoming)
    if (!list.ok) return failed(list.error)
    const keys = by.map(({ field, direction }) => ({
      read: fieldReader(field),
      down: direction === "descending",
    }))
    const rows: { readonly item: Json; readonly index: number; readonly values: (Json | undefined)[] }[] = []
    const stopped = inPortions(list.value.length, context, index => {
      const item = list.value[index] ?? null
      rows.push({ item, index, values: keys.map(({ read }) => read(item)) })
    })
    if (stopped) return failed(stopped)
    rows.sort((a, b) => {
      for (let at = 0; at < keys.length; at++) {
        const order = compareLast(a.values[at], b.values[at], keys[at]?.down ?? false)
        if (order !== 0) return order
      }
      return 0
    })
    return {
      type: "done",
      outlets: { success: rows.map(({ item }) => item) },
      origins: { success: rows.map(({ index }) => [index]) },
    }
  },
})

/** What is missing comes last in both directions. */
function compareLast(a: Json | undefined, b: Json | undefined, down: boolean): number {
  const [noA, noB] = [a === undefined || a === null, b === undefined || b === null]
  if (noA || noB) return Number(noA) - Number(noB)
  return down ? compareJson(b, a) : compareJson(a, b)
}
