import fc from "fast-check"
import { expect, test } from "vitest"
import { javascriptLane } from "./testing/javascriptLane.ts"
import { type Comparison, compareLanes, samples } from "./testing/lanes.ts"

const scope = { values: { item: { a: 1 } }, clock: { now: 0, timezone: "UTC" } }
const numbers = "0 -0 1 -1 2.5 7 255 1e21 4294967297 NaN Infinity".split(" ")
const others = [
  '""',
  '"a"',
  '"b"',
  '"-1"',
  '" 12 "',
  '"0x10"',
  '"Abc,é"',
  "true",
  "false",
  "null",
  "undefined",
]
const objects = ["[]", "[1,2,1]", "['a',null]", "item"]

/** How each expression compares between the lanes; those that differ are named. */
function compareAll(sources: readonly string[]): { different: unknown[]; counts: Map<Comparison, number> } {
  const different: unknown[] = []
  const counts = new Map<Comparison, number>()
  for (const source of sources) {
    const comparison = compareLanes({ source, scope }, javascriptLane)
    if (typeof comparison !== "string") different.push({ source, ...comparison })
    counts.set(comparison, (counts.get(comparison) ?? 0) + 1)
  }
  return { different, counts }
}

test("the native lane gives JavaScript's value or problem, or leaves the expression to the other lane", () => {
  const counts = new Map<string, number>()
  fc.assert(
    fc.property(samples, sample => {
      const comparison = compareLanes(sample, javascriptLane)
      expect(typeof comparison, JSON.stringify(comparison)).toBe("string")
      counts.set(String(comparison), (counts.get(String(comparison)) ?? 0) + 1)
    }),
    { numRuns: 5_000 },
  )
  expect(counts.get("same value")).toBeGreaterThan(1_000)
  expect(counts.get("same problem")).toBeGreaterThan(100)
})

test("every operator does to every pair of values what JavaScript's does", () => {
  const operators = "+ - * / % < <= > >= == != === !== & | ^ << >> >>> && || ??".split(" ")
  const values = [...numbers, ...others, ...objects]
  const pairs = operators.flatMap(operator =>
    values.flatMap(left => values.map(right => `(${left}) ${operator} (${right})`)),
  )
  const single = ["!", "-", "+", "~", "typeof ", "void "].flatMap(operator =>
    values.map(value => `${operator}(${value})`),
  )
  const { different, counts } = compareAll([...pairs, ...single])
  expect(different).toEqual([])
  expect(counts.get("same value")).toBeGreaterThan(
    operators.length * (numbers.length + others.length) ** 2 * 0.99,
  )
})

test("every method and function does to every argument what JavaScript's does", () => {
  const names =
    "at,charAt,charCodeAt,concat,endsWith,every,filter,find,flat,includes,indexOf,join,lastIndexOf,map,padEnd,padStart,repeat,slice,some,split,startsWith,substring,toFixed,toLowerCase,toReversed,toString,toUpperCase,trim,trimEnd,trimStart"
  const functions =
    "Boolean,Number,String,isFinite,isNaN,parseFloat,parseInt,Array.isArray,JSON.parse,JSON.stringify,Math.abs,Math.ceil,Math.floor,Math.max,Math.min,Math.round,Math.sign,Math.sqrt,Math.trunc,Number.isFinite,Number.isInteger,Number.isNaN,Object.entries,Object.keys,Object.values"
  const values = [...numbers, ...others, ...objects]
  const given = [
    "",
    "-1",
    "0",
    "1",
    "2",
    "-1, 2",
    "1, 1",
    "7, 'xy'",
    '"a"',
    '""',
    "null",
    "Boolean",
    "undefined",
  ]
  const calls = names
    .split(",")
    .flatMap(name => values.flatMap(value => given.map(argument => `(${value}).${name}(${argument})`)))
  const replaced = ["replace", "replaceAll"].flatMap(name =>
    others.flatMap(value =>
      ['"a", "b"', '"", "-"', '"A", ""', '"a"'].map(argument => `(${value}).${name}(${argument})`),
    ),
  )
  const called = functions.split(",").flatMap(name => [...values, ""].map(value => `${name}(${value})`))
  const { different, counts } = compareAll([...calls, ...replaced, ...called])
  expect(different).toEqual([])
  expect(counts.get("same value")).toBeGreaterThan(1_000)
  expect(counts.get("same problem")).toBeGreaterThan(1_000)
})
