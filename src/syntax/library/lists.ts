import { at, type Json, type JsonMap, own } from "../../lib/json.ts"
import { type Arguments, badArgument, boundedList, libraryEntry, newMap } from "./entry.ts"

/** Functions on lists and maps. A key may be a path such as `"author.name"`; without one items are taken whole. */
export const listFunctions = [
  libraryEntry({
    name: "unique",
    signature: "unique(list, key)",
    doc: "The list without the items that repeat an earlier one, or an earlier one's value at the key.",
    examples: [
      { expression: "unique([1, 2, 1, '1'])", gives: [1, 2, "1"] },
      { expression: "unique([{ id: 1, a: 1 }, { id: 1, a: 2 }], 'id')", gives: [{ id: 1, a: 1 }] },
    ],
    run: given => {
      const seen = new Set<string>()
      return given.list(0).filter(item => {
        const mark = canonical(keyOf(given, 1, item))
        return !seen.has(mark) && seen.add(mark)
      })
    },
  }),
  libraryEntry({
    name: "sortBy",
    signature: 'sortBy(list, key, order = "ascending")',
    doc: "The list in order of its items or of their values at the key: numbers, then text, then the rest; equals stay in place.",
    examples: [
      { expression: "sortBy([10, 9, 1])", gives: [1, 9, 10] },
      { expression: "sortBy([{ n: 'b' }, { n: 'a' }], 'n')", gives: [{ n: "a" }, { n: "b" }] },
      { expression: "sortBy([1, 3, 2], null, 'descending')", gives: [3, 2, 1] },
    ],
    run: given => {
      const sign = given.word(2, ["ascending", "descending"], "ascending") === "ascending" ? 1 : -1
      const keyed = given.list(0).map(item => ({ item, key: keyOf(given, 1, item) }))
      return keyed.sort((a, b) => sign * compare(a.key, b.key)).map(({ item }) => item)
    },
  }),
  libraryEntry({
    name: "groupBy",
    signature: "groupBy(list, key)",
    doc: "A map from each value at the key, written as text, to the list of items that have it.",
    examples: [
      {
        expression: "groupBy([{ t: 'a', n: 1 }, { t: 'b', n: 2 }, { t: 'a', n: 3 }], 't')",
        gives: {
          a: [
            { t: "a", n: 1 },
            { t: "a", n: 3 },
          ],
          b: [{ t: "b", n: 2 }],
        },
      },
    ],
    run: given => {
      const groups = newMap<Json[]>()
      for (const item of given.list(0)) {
        const name = nameFor(keyOf(given, 1, item))
        const group = groups[name] ?? []
        group.push(item)
        groups[name] = group
      }
      return groups
    },
  }),
  libraryEntry({
    name: "chunk",
    signature: "chunk(list, size)",
    doc: "The list cut into lists of that many items; the last may be shorter.",
    examples: [{ expression: "chunk([1, 2, 3, 4, 5], 2)", gives: [[1, 2], [3, 4], [5]] }],
    run: given => {
      const [list, size] = [given.list(0), given.whole(1, 1, 1_000_000)]
      return Array.from({ length: Math.ceil(list.length / size) }, (_, n) =>
        list.slice(n * size, (n + 1) * size),
      )
    },
  }),
  libraryEntry({
    name: "flatten",
    signature: "flatten(list)",
    doc: "The list with the items of the lists in it in their place, one level deep.",
    examples: [{ expression: "flatten([1, [2, [3]], []])", gives: [1, 2, [3]] }],
    run: given => {
      let length = 0
      for (const item of given.list(0)) length += Array.isArray(item) ? item.length : 1
      if (length > 100_000) badArgument("the list would have more than 100,000 items.")
      return given.list(0).flat() as Json[]
    },
  }),
  libraryEntry({
    name: "compact",
    signature: "compact(list)",
    doc: "The list without null, false and empty text.",
    examples: [{ expression: "compact(['a', '', null, 0, false])", gives: ["a", 0] }],
    run: given =>
      given.list(0).filter(item => item !== null && item !== undefined && item !== "" && item !== false),
  }),
  libraryEntry({
    name: "pluck",
    signature: "pluck(list, key)",
    doc: "The value at the key of each item; null where an item has none.",
    examples: [{ expression: "pluck([{ a: { b: 1 } }, {}], 'a.b')", gives: [1, null] }],
    run: given => given.list(0).map(item => keyOf(given, 1, item)),
  }),
  libraryEntry({
    name: "sum",
    signature: "sum(list, key)",
    doc: "The sum of the numbers in the list, or at the key of its items.",
    examples: [
      { expression: "sum([1, 2, 3.5])", gives: 6.5 },
      { expression: "sum([{ n: 1 }, { n: 2 }], 'n')", gives: 3 },
      { expression: "sum([])", gives: 0 },
    ],
    run: given => numbers(given).reduce((sum, value) => sum + value, 0),
  }),
  libraryEntry({
    name: "average",
    signature: "average(list, key)",
    doc: "The mean of the numbers in the list, or at the key of its items; null for an empty list.",
    examples: [
      { expression: "average([1, 2, 6])", gives: 3 },
      { expression: "average([])", gives: null },
    ],
    run: given => {
      const values = numbers(given)
      return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
    },
  }),
  libraryEntry({
    name: "smallest",
    signature: "smallest(list, key)",
    doc: "The item that is first in order, or whose value at the key is; null for an empty list.",
    examples: [{ expression: "smallest([{ n: 2 }, { n: 1 }], 'n')", gives: { n: 1 } }],
    run: given => extreme(given, -1),
  }),
  libraryEntry({
    name: "largest",
    signature: "largest(list, key)",
    doc: "The item that is last in order, or whose value at the key is; null for an empty list.",
    examples: [{ expression: "largest([3, 10, 9])", gives: 10 }],
    run: given => extreme(given, 1),
  }),
  libraryEntry({
    name: "range",
    signature: "range(from, to, step = 1)",
    doc: "The numbers from the first up to the second, which is the last at most.",
    examples: [
      { expression: "range(1, 4)", gives: [1, 2, 3, 4] },
      { expression: "range(0, -4, -2)", gives: [0, -2, -4] },
      { expression: "range(1, 0)", gives: [] },
    ],
    run: given => {
      const [from, to, step] = [given.number(0), given.number(1), given.number(2, 1)]
      const length = Math.floor((to - from) / step) + 1
      if (Number.isNaN(length) || length > 100_000)
        badArgument("the list would have more than 100,000 items.")
      return Array.from({ length: Math.max(0, length) }, (_, n) => from + n * step)
    },
  }),
  libraryEntry({
    name: "difference",
    signature: "difference(list, other)",
    doc: "The items of the list that the other one does not have.",
    examples: [{ expression: "difference([1, 2, { a: 1 }], [2, { a: 1 }])", gives: [1] }],
    run: given => {
      const other = new Set(given.list(1).map(canonical))
      return given.list(0).filter(item => !other.has(canonical(item)))
    },
  }),
  libraryEntry({
    name: "intersection",
    signature: "intersection(list, other)",
    doc: "The items of the list that the other one has too.",
    examples: [{ expression: "intersection([1, 2, 3], [3, 2])", gives: [2, 3] }],
    run: given => {
      const other = new Set(given.list(1).map(canonical))
      return given.list(0).filter(item => other.has(canonical(item)))
    },
  }),
  libraryEntry({
    name: "pick",
    signature: "pick(map, keys)",
    doc: "The map with only the keys that are listed.",
    examples: [{ expression: "pick({ a: 1, b: 2 }, ['a', 'toString'])", gives: { a: 1 } }],
    run: given => {
      const map = given.map(0)
      const keys = boundedList(given.list(1)).filter(
        key => typeof key === "string" && Object.hasOwn(map, key),
      )
      return newMap(keys.map(key => [String(key), map[String(key)] ?? null]))
    },
  }),
  libraryEntry({
    name: "omit",
    signature: "omit(map, keys)",
    doc: "The map without the keys that are listed.",
    examples: [{ expression: "omit({ a: 1, b: 2 }, ['a'])", gives: { b: 2 } }],
    run: given => {
      const keys = new Set<Json>(given.list(1))
      return newMap(Object.entries(given.map(0)).filter(([key]) => !keys.has(key)))
    },
  }),
  libraryEntry({
    name: "merge",
    signature: "merge(map, other)",
    doc: "Both maps as one; where both have a key, the other's value holds.",
    examples: [{ expression: "merge({ a: 1, b: 1 }, { b: 2 })", gives: { a: 1, b: 2 } }],
    run: given => newMap([...Object.entries(given.map(0)), ...Object.entries(given.map(1))]),
  }),
  libraryEntry({
    name: "get",
    signature: "get(value, path, otherwise)",
    doc: "What stands at a path such as `a.b.0`, or the last argument where nothing does.",
    examples: [
      { expression: "get({ a: [{ b: 1 }] }, 'a.0.b')", gives: 1 },
      { expression: "get({}, 'constructor', 'none')", gives: "none" },
    ],
    run: given => (at(given.any(0), given.text(1).split(".")) ?? given.any(2)) as Json,
  }),
]

/** The item's value at the key that the argument names, or the item itself where it names none. */
function keyOf(given: Arguments, argument: number, item: Json): Json {
  return given.has(argument) ? ((at(item, given.text(argument).split(".")) ?? null) as Json) : item
}

function numbers(given: Arguments): number[] {
  return given.list(0).map((item, index) => {
    const value = keyOf(given, 1, item)
    return typeof value === "number" ? value : badArgument(`item ${index + 1} of the list is no number.`)
  })
}

function extreme(given: Arguments, sign: number): Json {
  let best: { item: Json; key: Json } | undefined
  for (const item of given.list(0)) {
    const key = keyOf(given, 1, item)
    if (!best || sign * compare(key, best.key) > 0) best = { item, key }
  }
  return best?.item ?? null
}

/** Text that is the same for values that say the same, whatever the order of their keys. */
function canonical(value: Json): string {
  return (
    JSON.stringify(value, (_, inner: Json) => {
      if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner
      const map = inner as JsonMap
      return newMap(
        Object.keys(map)
          .sort()
          .map(key => [key, own(map, key) ?? null]),
      )
    }) ?? "null"
  )
}

function nameFor(value: Json): string {
  return typeof value === "object" && value !== null ? canonical(value) : String(value)
}

function compare(a: Json, b: Json): number {
  const order = rank(a) - rank(b)
  if (order !== 0) return order
  if (typeof a === "number" && typeof b === "number") return a - b
  const [left, right] = typeof a === "string" && typeof b === "string" ? [a, b] : [nameFor(a), nameFor(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function rank(value: Json): number {
  if (typeof value === "number") return 0
  if (typeof value === "string") return 1
  return value === null ? 3 : 2
}
