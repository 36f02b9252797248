import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { defineStep, failed } from "../../model/step.ts"
import { inPortions, itemsField, itemsOf, listOutput } from "./items.ts"
import { itemCondition, matcherOf } from "./matcher.ts"

/** Divides a list by conditions. */
export const dataFilter = defineStep({
  kind: "data.filter",
  version: 1,
  title: "Filter",
  summary: "Keeps the items that meet conditions",
  icon: "list-filter",
  group: "data",
  input: z.strictObject({
    items: itemsField,
    where: z.array(itemCondition).min(1).max(100).meta({ description: "The conditions" }),
    match: z.enum(["all", "any"]).default("all").meta({ description: "Whether all must hold, or any" }),
  }),
  output: { kept: listOutput, dropped: listOutput },
  hints: { items: { widget: "expression", placeholder: "{{ incoming }}" }, match: { advanced: true } },
  outlets: ["kept", "dropped"],
  divides: true,
  effect: "pure",
  needs: [],
  follows: "items",
  card: "{{ where[0].field }} {{ where[0].operator }} {{ where[0].value }}",
  docs: `
Divides a list in two.

- **kept**: the items that meet the conditions, in their order.
- **dropped**: the others.

An outlet whose list is empty is not used, unless the step says \`emptyOutlets: true\`. *greater* and *less* hold only
between two numbers or two texts. A missing field equals null.
`,
  examples: [
    {
      title: "By number",
      with: { items: [{ n: 1 }, { n: 5 }], where: [{ field: "n", operator: "greater", value: 2 }] },
      outlets: { kept: [{ n: 5 }], dropped: [{ n: 1 }] },
    },
    {
      title: "Either of two",
      with: {
        match: "any",
        where: [
          { field: "tags", operator: "contains", value: "Urgent", ignoreCase: true },
          { field: "owner", operator: "not_exists" },
        ],
      },
      scope: {
        incoming: [{ tags: ["urgent"], owner: "a" }, { tags: [], owner: "b" }, { tags: [] }],
      },
      outlets: {
        kept: [{ tags: ["urgent"], owner: "a" }, { tags: [] }],
        dropped: [{ tags: [], owner: "b" }],
      },
    },
    { title: "No list", with: { where: [{ operator: "is_true" }] }, problem: "data_not_list" },
  ],
  run: ({ items, where, match }, context) => {
    const list = itemsOf(items, context.incoming)
    if (!list.ok) return failed(list.error)
    const meets = matcherOf(where, match)
    const kept: Json[] = []
    const dropped: Json[] = []
    const origins = { kept: [] as number[][], dropped: [] as number[][] }
    const stopped = inPortions(list.value.length, context, index => {
      const item = list.value[index] ?? null
      const keep = meets(item)
      ;(keep ? kept : dropped).push(item)
      origins[keep ? "kept" : "dropped"].push([index])
    })
    return stopped ? failed(stopped) : { type: "done", outlets: { kept, dropped }, origins }
  },
})
