import fc from "fast-check"
import { expect, test } from "vitest"
import { emptySortedMap, type SortedMap } from "./sortedMap.ts"

function allOf(map: SortedMap<number>): [string, number][] {
  const found: [string, number][] = []
  for (let entry = map.from(""); entry !== undefined; entry = map.from(`${entry[0]}\0`))
    found.push([...entry])
  return found
}

function sorted(map: ReadonlyMap<string, number>): [string, number][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}

test("it holds what a map would, in order, and every earlier one stays as it was", () => {
  const keys = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom("a", "a/b", "a-b", "__proto__"))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(keys, fc.nat()), { maxLength: 60 }),
      fc.string({ maxLength: 2 }),
      (puts, key) => {
        const plain = new Map<string, number>()
        let map = emptySortedMap<number>()
        const past: { readonly map: SortedMap<number>; readonly held: [string, number][] }[] = []
        for (const [at, value] of puts) {
          past.push({ map, held: sorted(plain) })
          map = map.with(at, value)
          plain.set(at, value)
        }
        past.push({ map, held: sorted(plain) })
        for (const each of past) expect(allOf(each.map)).toEqual(each.held)
        expect(map.get(key)).toBe(plain.get(key))
        expect(map.from(key)).toEqual(sorted(plain).find(([at]) => at >= key))
      },
    ),
  )
})

test("keys that come in order make no long way", () => {
  let map = emptySortedMap<number>()
  const count = 100_000
  const started = performance.now()
  for (let at = 0; at < count; at++) map = map.with(String(at).padStart(6, "0"), at)
  expect(map.get("099999")).toBe(count - 1)
  expect(map.from("05")).toEqual(["050000", 50_000])
  // As a list it would be minutes.
  expect(performance.now() - started).toBeLessThan(10_000)
})
