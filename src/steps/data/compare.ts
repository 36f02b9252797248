import { z } from "zod"
import { type Json, sameJson } from "../../lib/json.ts"
import { defineStep, failed } from "../../model/step.ts"
import { keyReader } from "./dedupe.ts"
import { fieldPath, fieldReader } from "./fieldPath.ts"
import { inPortions, itemsField, listOutput, pairOf, placesOf } from "./items.ts"

const changedItem = z.strictObject({ first: listOutput.element, second: listOutput.element })

/** Compares two lists by key. */
export const dataCompare = defineStep({
  kind: "data.compare",
  version: 1,
  title: "Compare lists",
  summary: "Says what is the same, changed, new or gone between two lists",
  icon: "git-compare",
  group: "data",
  input: z.strictObject({
    key: z
      .array(fieldPath("A field"))
      .min(1)
      .max(20)
      .meta({ description: "The fields by which items are matched" }),
    fields: z
      .array(fieldPath("A field").min(1))
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "The fields that are compared; all of them if left out" }),
    first: itemsField,
    second: itemsField,
  }),
  output: {
    same: listOutput,
    changed: z.array(changedItem),
    onlyFirst: listOutput,
    onlySecond: listOutput,
  },
  hints: {
    fields: { advanced: true },
    first: { widget: "expression", advanced: true },
    second: { widget: "expression", advanced: true },
  },
  inlets: ["first", "second"],
  outlets: ["same", "changed", "onlyFirst", "onlySecond"],
  divides: true,
  follows: ["first", "second"],
  effect: "pure",
  needs: [],
  card: "{{ key }}",
  docs: `
Matches the items of two lists by key and compares each pair. Where a key stands twice in a list, its last item
counts.

- **same**: items that are equal in both lists.
- **changed**: pairs that differ, as \`{ first, second }\`.
- **onlyFirst**, **onlySecond**: items without a partner.

An outlet whose list is empty is not used, unless the step says \`emptyOutlets: true\`.
`,
  examples: [
    {
      title: "Yesterday and today",
      with: {
        key: ["id"],
        first: [
          { id: 1, v: 1 },
          { id: 2, v: 1 },
          { id: 3, v: 1 },
        ],
        second: [
          { id: 1, v: 1 },
          { id: 2, v: 2 },
          { id: 4, v: 1 },
        ],
      },
      outlets: {
        same: [{ id: 1, v: 1 }],
        changed: [{ first: { id: 2, v: 1 }, second: { id: 2, v: 2 } }],
        onlyFirst: [{ id: 3, v: 1 }],
        onlySecond: [{ id: 4, v: 1 }],
      },
    },
    {
      title: "Only one field matters",
      with: { key: ["id"], fields: ["v"] },
      scope: { incoming: { first: [{ id: 1, v: 1, at: 5 }], second: [{ id: 1, v: 1, at: 9 }] } },
      outlets: { same: [{ id: 1, v: 1, at: 9 }], changed: [], onlyFirst: [], onlySecond: [] },
    },
  ],
  run: (input, context) => {
    const pair = pairOf({ first: input.first, second: input.second }, context.arrivals)
    if (!pair.ok) return failed(pair.error)
    const key = keyReader(input.key)
    const readers = (input.fields ?? [""]).map(fieldReader)
    const { first, second } = pair.value
    const firsts = new Map(first.map((item, index) => [key(item), index]))
    const seconds = new Map(second.map((item, index) => [key(item), index]))
    const [same, changed, onlyFirst, onlySecond] = [group(), group(), group(), group()]
    const keys = [...firsts.keys(), ...[...seconds.keys()].filter(one => !firsts.has(one))]
    const stopped = inPortions(keys.length, context, index => {
      const of = keys[index] ?? null
      const [one, other] = [firsts.get(of), seconds.get(of)]
      const item = one === undefined ? undefined : (first[one] ?? null)
      const partner = other === undefined ? undefined : (second[other] ?? null)
      const from = placesOf(one, other, first.length)
      if (partner === undefined) put(onlyFirst, item ?? null, from)
      else if (item === undefined) put(onlySecond, partner, from)
      else if (readers.every(read => sameJson(read(item), read(partner)))) put(same, partner, from)
      else put(changed, { first: item, second: partner }, from)
    })
    if (stopped) return failed(stopped)
    const groups = Object.entries({ same, changed, onlyFirst, onlySecond })
    return {
      type: "done",
      outlets: Object.fromEntries(groups.map(([outlet, { items }]) => [outlet, items])),
      origins: Object.fromEntries(groups.map(([outlet, { origins }]) => [outlet, origins])),
    }
  },
})

interface Compared {
  readonly items: Json[]
  readonly origins: number[][]
}

function group(): Compared {
  return { items: [], origins: [] }
}

function put({ items, origins }: Compared, item: Json, from: number[]): void {
  items.push(item)
  origins.push(from)
}
