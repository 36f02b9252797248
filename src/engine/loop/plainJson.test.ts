import fc from "fast-check"
import { expect, test } from "vitest"
import type { Json } from "../../lib/json.ts"
import { outputLimits, reasonOf, toPlainJson } from "./plainJson.ts"

function codeOf(value: unknown): string {
  const result = toPlainJson(value)
  return result.ok ? "ok" : result.error.code
}

test("plain data comes out as it went in, and shares nothing with what went in", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), value => {
      const copy = toPlainJson(value)
      expect(copy.ok && JSON.stringify(copy.value)).toBe(JSON.stringify(value))
    }),
  )
  const given = { list: [{ n: 1 }] }
  const copy = toPlainJson(given)
  given.list.push({ n: 2 })
  expect(copy).toEqual({ ok: true, value: { list: [{ n: 1 }] } })
})

test("keys without a value are left out, as in JSON", () => {
  expect(toPlainJson({ a: undefined, b: 1 })).toEqual({ ok: true, value: { b: 1 } })
})

test("a key that names a prototype is a plain key", () => {
  const copy = toPlainJson(JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'))
  expect(copy.ok && Object.keys(copy.value as object)).toEqual(["__proto__", "constructor"])
  expect((copy.ok && (copy.value as { polluted?: Json }).polluted) || undefined).toBeUndefined()
})

test("what cannot be stored is refused by name", () => {
  const cyclic: { self?: unknown } = {}
  cyclic.self = { deep: [cyclic] }
  expect(codeOf(cyclic)).toBe("cyclic_output")
  const hostile: unknown[] = [
    () => 1,
    new Date(0),
    10n,
    Symbol("s"),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    undefined,
    [undefined],
    new Array(3),
    new Map([[1, 2]]),
    new Error("no"),
    new Uint8Array(3),
    Promise.resolve(1),
    new (class Thing {})(),
  ]
  for (const value of hostile) expect(codeOf({ a: [value] })).toBe("not_plain_output")
  const named = toPlainJson({ report: { made: new Date(0) } })
  expect(!named.ok && named.error.message).toContain('a Date at "report.made"')
})

test("a getter or a proxy that throws is a problem, whatever it throws", () => {
  expect(
    codeOf({
      get a(): never {
        throw undefined
      },
    }),
  ).toBe("unreadable_output")
  expect(
    codeOf(
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error("no keys")
          },
        },
      ),
    ),
  ).toBe("unreadable_output")
})

test("501 levels are too deep, 100,000 levels too, and 500 are not", () => {
  const nested = (levels: number): unknown => {
    let value: unknown = 1
    for (let n = 0; n < levels; n++) value = n % 2 ? [value] : { a: value }
    return value
  }
  expect(codeOf(nested(500))).toBe("ok")
  expect(codeOf(nested(501))).toBe("output_too_deep")
  expect(codeOf(nested(100_000))).toBe("output_too_deep")
})

test("200 MB are too big, whether as one text, as a list, as an empty list of great length, or unfolded", () => {
  expect(codeOf("x".repeat(200 * 1024 * 1024))).toBe("output_too_big")
  const text = "x".repeat(1024 * 1024)
  expect(codeOf(Array.from({ length: 200 }, () => text))).toBe("output_too_big")
  expect(codeOf(new Array(2 ** 32 - 1))).toBe("output_too_big")
  let bomb: unknown = "lol"
  for (let n = 0; n < 40; n++) bomb = [bomb, bomb]
  expect(codeOf(bomb)).toBe("output_too_big")
  expect(outputLimits.size).toBe(64 * 1024 * 1024)
})

test("the same part in two places is no cycle", () => {
  const part = { n: 1 }
  expect(toPlainJson([part, part])).toEqual({ ok: true, value: [{ n: 1 }, { n: 1 }] })
})

test("whatever is thrown has a reason", () => {
  const silent = new Proxy(
    {},
    {
      has: () => {
        throw new Error("no")
      },
    },
  )
  expect([undefined, null, "text", 7, new Error("why"), new Error(""), silent].map(reasonOf)).toEqual([
    "it gave no reason",
    "it gave no reason",
    "text",
    "7",
    "why",
    "a Error",
    "its reason cannot be read",
  ])
})
