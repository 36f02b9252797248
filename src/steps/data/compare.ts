import { z } from "zod"
import { type Json, sameJson } from "../../lib/json.ts"
import { defineStep, failed } from "../../model/step.ts"
import { keyReader } from "./dedupe.ts"
import { fieldPath, fieldReader } from "./fieldPath.ts"
import { inPortions, itemsField, listOutput, pairOf } from "./items.ts"

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
    const firsts = new Map(pair.value.first.map(item => [key(item), item]))
    const seconds = new Map(pair.value.second.map(item => [key(item), item]))
    const outlets = {
      same: [] as Json[],
      changed: [] as Json[],
      onlyFirst: [] as Json[],
      onlySecond: [] as Json[],
    }
    const keys = [...firsts.keys(), ...[...seconds.keys()].filter(one => !firsts.has(one))]
    const stopped = inPortions(keys.length, context, index => {
      const one = keys[index] ?? null
      const [first, second] = [firsts.get(one), seconds.get(one)]
      if (second === undefined) outlets.onlyFirst.push(first ?? null)
      else if (first === undefined) outlets.onlySecond.push(second)
      else if (readers.every(read => sameJson(read(first), read(second)))) outlets.same.push(second)
      else outlets.changed.push({ first, second })
    })
    return stopped ? failed(stopped) : { type: "done", outlets }
  },
})
