import { z } from "zod"
import { defineStep, failed } from "../../model/step.ts"
import { itemsField, itemsOf, listOutput } from "./items.ts"

/** Takes a part of a list. */
export const dataLimit = defineStep({
  kind: "data.limit",
  version: 1,
  title: "Limit",
  summary: "Takes the first or last items of a list",
  icon: "list-end",
  group: "data",
  input: z.strictObject({
    items: itemsField,
    count: z.int().min(0).meta({ description: "How many are taken" }),
    from: z.enum(["start", "end"]).default("start").meta({ description: "From which side" }),
    skip: z.int().min(0).default(0).meta({ description: "How many are passed over first" }),
  }),
  output: listOutput,
  hints: { items: { widget: "expression", placeholder: "{{ incoming }}" }, skip: { advanced: true } },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  follows: "items",
  card: "{{ count }} from the {{ from }}",
  docs: `
Takes a number of items from the start or the end of a list. The order stays.

- **success**: those items; fewer, where there are fewer.
`,
  examples: [
    { title: "The first two", with: { items: [1, 2, 3], count: 2 }, outlets: { success: [1, 2] } },
    {
      title: "The last, but one",
      with: { items: [1, 2, 3], count: 1, from: "end", skip: 1 },
      outlets: { success: [2] },
    },
  ],
  run: ({ items, count, from, skip }, { incoming }) => {
    const list = itemsOf(items, incoming)
    if (!list.ok) return failed(list.error)
    const { length } = list.value
    const start = from === "start" ? Math.min(skip, length) : Math.max(0, length - skip - count)
    const end = from === "start" ? Math.min(length, skip + count) : Math.max(0, length - skip)
    const taken = list.value.slice(start, end)
    return {
      type: "done",
      outlets: { success: taken },
      origins: { success: taken.map((_, index) => [start + index]) },
    }
  },
})
