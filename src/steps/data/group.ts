import { z } from "zod"
import type { Json, JsonMap } from "../../lib/json.ts"
import { defineStep, failed } from "../../model/step.ts"
import { aggregate, aggregation } from "./aggregates.ts"
import { keyReader } from "./dedupe.ts"
import { fieldPath, fieldReader } from "./fieldPath.ts"
import { inPortions, itemsField, itemsOf, listOutput } from "./items.ts"

/** Groups a list. */
export const dataGroup = defineStep({
  kind: "data.group",
  version: 1,
  title: "Group by",
  summary: "Groups a list by fields, and works values out for each group",
  icon: "group",
  group: "data",
  input: z.strictObject({
    items: itemsField,
    by: z.array(fieldPath("A field")).min(1).max(20).meta({ description: "The fields that make a group" }),
    compute: z.array(aggregate).max(100).default([]).meta({ description: "What to work out for each group" }),
    keepItems: z.boolean().default(false).meta({ description: "Whether each group holds its items" }),
  }),
  output: listOutput,
  hints: { items: { widget: "expression", placeholder: "{{ incoming }}" }, keepItems: { advanced: true } },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  follows: "items",
  card: "{{ by }}",
  docs: `
Makes one item of all items that are the same in the fields named. Groups stand in the order in which they first
came.

- **success**: one map per group, with its fields, what was worked out for it, and its \`items\` if asked for.
`,
  examples: [
    {
      title: "Sales by country",
      with: {
        items: [
          { country: "de", sum: 1 },
          { country: "fr", sum: 2 },
          { country: "de", sum: 3 },
        ],
        by: ["country"],
        compute: [{ as: "total", what: "sum", field: "sum" }],
      },
      outlets: {
        success: [
          { country: "de", total: 4 },
          { country: "fr", total: 2 },
        ],
      },
    },
    {
      title: "With their items",
      with: { items: [{ k: 1 }, { k: 2 }], by: ["k"], keepItems: true },
      outlets: {
        success: [
          { k: 1, items: [{ k: 1 }] },
          { k: 2, items: [{ k: 2 }] },
        ],
      },
    },
  ],
  run: ({ items, by, compute, keepItems }, context) => {
    const list = itemsOf(items, context.incoming)
    if (!list.ok) return failed(list.error)
    const key = keyReader(by)
    const fields = by.map(field => ({ field, read: fieldReader(field) }))
    const groups = new Map<unknown, number>()
    const heads: JsonMap[] = []
    const origins: number[][] = []
    const values = aggregation(compute)
    const stopped = inPortions(list.value.length, context, index => {
      const item: Json = list.value[index] ?? null
      const same = key(item)
      let group = groups.get(same)
      if (group === undefined) {
        group = groups.size
        groups.set(same, group)
        heads.push(Object.fromEntries(fields.map(({ field, read }) => [field, read(item) ?? null])))
        origins.push([index])
      } else origins[group]?.push(index)
      values.add(group, item)
    })
    if (stopped) return failed(stopped)
    const result = heads.map((head, group) => ({
      ...head,
      ...values.result(group),
      ...(keepItems ? { items: (origins[group] ?? []).map(index => list.value[index] ?? null) } : {}),
    }))
    return { type: "done", outlets: { success: result }, origins: { success: origins } }
  },
})
