import { z } from "zod"
import { isMap, type Json, type JsonMap } from "../../lib/json.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { dataProblem } from "./dataProblems.ts"
import { keyReader } from "./dedupe.ts"
import { fieldPath } from "./fieldPath.ts"
import { inPortions, itemsField, listOutput, pairOf } from "./items.ts"

const mostItems = 1_000_000

/** Makes one list of two. */
export const dataMerge = defineStep({
  kind: "data.merge",
  version: 1,
  title: "Merge lists",
  summary: "Makes one list of two: one after the other, by key, by position, or every pair",
  icon: "merge",
  group: "data",
  input: z.strictObject({
    how: z
      .enum(["append", "by_key", "by_position", "combinations"])
      .default("append")
      .meta({ description: "One after the other, by equal keys, by position, or each with each" }),
    key: z.array(fieldPath("A field").min(1)).min(1).max(20).optional().meta({
      description: "By key: the fields that must be equal",
    }),
    secondKey: z.array(fieldPath("A field").min(1)).min(1).max(20).optional().meta({
      description: "By key: their names in the second list, if they differ",
    }),
    join: z
      .enum(["inner", "left", "outer"])
      .default("inner")
      .meta({ description: "What stays: pairs only, all of the first list, or all of both" }),
    prefer: z
      .enum(["first", "second"])
      .default("second")
      .meta({ description: "Whose value stands where both have a field" }),
    first: itemsField,
    second: itemsField,
  }),
  output: listOutput,
  hints: {
    secondKey: { advanced: true },
    prefer: { advanced: true },
    first: { widget: "expression", advanced: true },
    second: { widget: "expression", advanced: true },
  },
  inlets: ["first", "second"],
  outlets: ["success"],
  effect: "pure",
  needs: [],
  card: "{{ how }} {{ key }}",
  docs: `
Makes one list of the two that arrive at its inlets.

- *append*: the first list, then the second.
- *by_key*: items of equal key become one; several with the same key make every pair. *join* says what stays without
  a partner: nothing (*inner*), those of the first list (*left*), those of both (*outer*).
- *by_position*: the first with the first, the second with the second; *join* says what stays of the longer list.
- *combinations*: each item of the first list with each of the second.

Two maps become one map with the fields of both; other values become \`{ first, second }\`.

- **success**: the list.

Fails if an inlet has no list, or more than 1,000,000 items would come out.
`,
  examples: [
    {
      title: "One after the other",
      with: {},
      scope: { incoming: { first: [1, 2], second: [3] } },
      outlets: { success: [1, 2, 3] },
    },
    {
      title: "By key, all of the first list",
      with: {
        how: "by_key",
        key: ["id"],
        join: "left",
        first: [
          { id: 1, name: "a" },
          { id: 2, name: "b" },
        ],
        second: [{ id: 1, sum: 9 }],
      },
      outlets: {
        success: [
          { id: 1, name: "a", sum: 9 },
          { id: 2, name: "b" },
        ],
      },
    },
    {
      title: "By position, all of both",
      with: { how: "by_position", join: "outer", first: [{ a: 1 }, { a: 2 }], second: [{ b: 1 }] },
      outlets: { success: [{ a: 1, b: 1 }, { a: 2 }] },
    },
    {
      title: "Each with each",
      with: { how: "combinations", first: ["S", "M"], second: ["red"] },
      outlets: {
        success: [
          { first: "S", second: "red" },
          { first: "M", second: "red" },
        ],
      },
    },
  ],
  run: (input, context) => {
    const pair = pairOf({ first: input.first, second: input.second }, context.arrivals)
    if (!pair.ok) return failed(pair.error)
    const { first, second } = pair.value
    if (input.how === "append") return done([...first, ...second])
    const result: Json[] = []
    let tooMany = 0
    const add = (one: Json | undefined, other: Json | undefined) => {
      if (result.length < mostItems) result.push(joined(one, other, input.prefer))
      else tooMany++
    }
    const stopped =
      input.how === "by_key"
        ? byKey(first, second, input, context, add)
        : input.how === "by_position"
          ? byPosition(first, second, input.join, context, add)
          : combinations(first, second, context, add)
    if (stopped) return failed(stopped)
    return tooMany > 0
      ? failed(dataProblem("data_too_many", { count: mostItems + tooMany, most: mostItems }))
      : done(result)
  },
})

type Add = (one: Json | undefined, other: Json | undefined) => void
type Progress = Parameters<typeof inPortions>[1]
type Join = "inner" | "left" | "outer"

function byKey(
  first: readonly Json[],
  second: readonly Json[],
  input: {
    readonly key?: string[] | undefined
    readonly secondKey?: string[] | undefined
    readonly join: Join
  },
  context: Progress,
  add: Add,
) {
  const fields = input.key ?? [""]
  const [keyOfFirst, keyOfSecond] = [keyReader(fields), keyReader(input.secondKey ?? fields)]
  const partners = new Map<unknown, number[]>()
  second.forEach((item, index) => {
    const key = keyOfSecond(item)
    const same = partners.get(key)
    if (same) same.push(index)
    else partners.set(key, [index])
  })
  const met = new Uint8Array(second.length)
  // What the second list has besides comes behind, where it is wanted.
  const count = first.length + (input.join === "outer" ? second.length : 0)
  return inPortions(count, context, index => {
    const behind = index - first.length
    if (behind >= 0) {
      if (!met[behind]) add(undefined, second[behind])
      return
    }
    const item = first[index] ?? null
    const same = partners.get(keyOfFirst(item))
    if (!same) {
      if (input.join !== "inner") add(item, undefined)
      return
    }
    for (const at of same) {
      met[at] = 1
      add(item, second[at])
    }
  })
}

function byPosition(
  first: readonly Json[],
  second: readonly Json[],
  join: Join,
  context: Progress,
  add: Add,
) {
  const shorter = Math.min(first.length, second.length)
  const count = { inner: shorter, left: first.length, outer: Math.max(first.length, second.length) }[join]
  return inPortions(count, context, index => add(first[index], second[index]))
}

function combinations(first: readonly Json[], second: readonly Json[], context: Progress, add: Add) {
  const count = first.length * second.length
  if (count > mostItems) return dataProblem("data_too_many", { count, most: mostItems })
  return inPortions(count, context, index =>
    add(first[Math.floor(index / second.length)], second[index % second.length]),
  )
}

function joined(one: Json | undefined, other: Json | undefined, prefer: "first" | "second"): Json {
  if (one === undefined) return other ?? null
  if (other === undefined) return one
  if (!isMap(one) || !isMap(other)) return { first: one, second: other }
  const both: JsonMap = prefer === "second" ? { ...one, ...other } : { ...one, ...other, ...one }
  return both
}
