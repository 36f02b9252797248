import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyMap } from "../anyJson.ts"
import { aggregate, aggregation } from "./aggregates.ts"
import { inPortions, itemsField, itemsOf } from "./items.ts"

/** Works values out over a list. */
export const dataAggregate = defineStep({
  kind: "data.aggregate",
  version: 1,
  title: "Aggregate",
  summary: "Works out counts, sums and the like over a list",
  icon: "sigma",
  group: "data",
  input: z.strictObject({
    items: itemsField,
    compute: z.array(aggregate).min(1).max(100).meta({ description: "What to work out" }),
  }),
  output: anyMap,
  hints: { items: { widget: "expression", placeholder: "{{ incoming }}" } },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  card: "{{ compute[0].what }} {{ compute[0].field }}",
  docs: `
Works out values over all items: *count*, *sum*, *mean*, *min*, *max*, *first*, *last*, *list*, *distinct*. Missing
and null values are passed over; *sum* and *mean* pass over what is no number.

- **success**: a map with each result under its name. The mean, min and max of nothing are null.
`,
  examples: [
    {
      title: "Several at once",
      with: {
        items: [{ price: 2 }, { price: 4 }, {}],
        compute: [
          { as: "items", what: "count" },
          { as: "total", what: "sum", field: "price" },
          { as: "average", what: "mean", field: "price" },
        ],
      },
      outlets: { success: { items: 3, total: 6, average: 3 } },
    },
    {
      title: "Over nothing",
      with: { items: [], compute: [{ as: "dearest", what: "max", field: "price" }] },
      outlets: { success: { dearest: null } },
    },
  ],
  run: ({ items, compute }, context) => {
    const list = itemsOf(items, context.incoming)
    if (!list.ok) return failed(list.error)
    const working = aggregation(compute)
    const stopped = inPortions(list.value.length, context, index => working.add(0, list.value[index] ?? null))
    return stopped ? failed(stopped) : done(working.result(0))
  },
})
