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
  follows: "items",
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
    const columns = by.map(({ field, direction }) => ({
      read: fieldReader(field),
      down: direction === "descending",
      values: [] as (Json | undefined)[],
    }))
    const order: number[] = []
    const stopped = inPortions(list.value.length, context, index => {
      const item = list.value[index] ?? null
      for (const { read, values } of columns) values.push(read(item))
      order.push(index)
    })
    if (stopped) return failed(stopped)
    const compare = columns.map(({ values, down }) => comparison(values, down))
    const [first] = compare
    if (first && compare.length === 1) order.sort(first)
    else order.sort((a, b) => compare.reduce((found, next) => found || next(a, b), 0))
    return {
      type: "done",
      outlets: { success: order.map(index => list.value[index] ?? null) },
      origins: { success: order.map(index => [index]) },
    }
  },
})

/** Compares two rows by their values in one column; a column of numbers alone takes a short way. */
function comparison(values: readonly (Json | undefined)[], down: boolean): (a: number, b: number) => number {
  if (values.every(value => typeof value === "number")) {
    const numbers = values as readonly number[]
    const sign = down ? -1 : 1
    return (a, b) => ((numbers[a] ?? 0) - (numbers[b] ?? 0)) * sign
  }
  return (a, b) => compareLast(values[a], values[b], down)
}

/** Compares two values; what is missing comes last in both directions. */
export function compareLast(a: Json | undefined, b: Json | undefined, down: boolean): number {
  const [noA, noB] = [a === undefined || a === null, b === undefined || b === null]
  if (noA || noB) return Number(noA) - Number(noB)
  return down ? compareJson(b, a) : compareJson(a, b)
}
