import { expect, test } from "vitest"
import { parseExpression } from "../expression.ts"
import { globals, isRoot } from "../names.ts"
import { compileNative, evaluateNative } from "../native.ts"
import { library, libraryNames } from "./library.ts"

const clock = { now: Date.UTC(2026, 2, 4, 5, 6, 7, 8), timezone: "Europe/Berlin" }

function run(source: string): unknown {
  const parsed = parseExpression(source)
  const native = parsed.ok ? compileNative(parsed.value) : null
  if (!native) return `cannot compile ${source}`
  const evaluated = evaluateNative(native, { values: {}, clock })
  return evaluated.ok ? evaluated.value.value : `${evaluated.error.code}: ${evaluated.error.message}`
}

const native = library.flatMap(entry => (entry.run ? [{ ...entry, run: entry.run }] : []))

test.each(native.flatMap(entry => entry.examples))("$expression", ({ expression, gives }) => {
  expect(plain(run(expression))).toEqual(gives)
})

test("names are unique, are no names of anything else, and stand in their signatures", () => {
  expect(libraryNames.size).toBe(library.length)
  for (const { name, signature, doc, examples } of library) {
    expect(isRoot(name) || globals.has(name), name).toBe(false)
    expect(signature.startsWith(`${name}(`), signature).toBe(true)
    expect(doc).toMatch(/\.$/)
    expect(examples.length, name).toBeGreaterThan(0)
  }
})

test("no function throws, whatever it is given, and each gives JSON", () => {
  const odd = [null, "", "x", -1, 1.5, 2 ** 53, [], [null, 1, "a", {}], {}, { __proto__: null, a: 1 }, true]
  let given = 0
  for (const { run: call, name } of native) {
    for (const first of odd) {
      for (const second of odd) {
        const made = call([first, second, first], clock)
        given++
        if (made.ok) expect(plain(made.value), name).toEqual(made.value)
        else expect(made.error, name).toMatch(/^\w+\(.*\.$/)
      }
    }
  }
  expect(given).toBe(native.length * odd.length ** 2)
})

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

test.each([
  ["slug([])", "bad_argument: slug(text): argument 1 must be text, but is a list."],
  ["chunk([1], 0)", "bad_argument: chunk(list, size): argument 2 must be a whole number from 1 to 1000000."],
  ["sum([1, '2'])", "bad_argument: sum(list, key): item 2 of the list is no number."],
  [
    "today('Mars/Base')",
    "bad_argument: today(zone): there is no time zone Mars/Base. Use one such as Europe/Berlin or UTC.",
  ],
  [
    "toDate('2026-02-30')",
    "bad_argument: toDate(value, zone): argument 1 names a day or time that does not exist.",
  ],
  [
    "range(0, 1000000)",
    "bad_argument: range(from, to, step = 1): the list would have more than 100,000 items.",
  ],
  ["sha256()", "bad_argument: sha256(text): argument 1 must be text, but is missing."],
])("%s says %s", (expression, problem) => {
  expect(run(expression)).toBe(problem)
})

test("the hour that clocks skip means the instant after the gap, and the hour that comes twice the first", () => {
  expect(run("toDate('2026-03-29T02:30')")).toBe("2026-03-29T01:30:00.000Z")
  expect(run("toDate('2026-10-25T02:30')")).toBe("2026-10-25T00:30:00.000Z")
  expect(run("formatDate('2026-10-25T01:30:00Z', 'HH:mm XXX')")).toBe("02:30 +01:00")
  expect(run("addDays('2026-10-25', 1)")).toBe("2026-10-25T23:00:00.000Z")
})

test("a day before our era has a year that counts down through zero", () => {
  expect(run("datePart(-62200000000000, 'year', 'UTC')")).toBe(-2)
})

test("CSV written is CSV read", () => {
  const rows = `[["a", "b,c", "d\\"e", "f\\ng", ""], ["", "1", " x ", "'", "é"]]`
  expect(run(`parseCsv(toCsv(${rows}), { header: false })`)).toEqual(run(rows))
  expect(run(`parseCsv('a,b\\n1')[0].b`)).toBe("")
  expect(run(`parseCsv('"a')`)).toMatch(/never closed/)
  expect(run("parseCsv('')")).toEqual([])
})
