import { expect, test } from "vitest"
import { canonicalJson } from "./canonicalJson.ts"

test("values that say the same have the same text, and others do not", () => {
  const value = { b: [{ y: 1, x: null }], a: "text" }
  expect(canonicalJson(value)).toBe(canonicalJson({ a: "text", b: [{ x: null, y: 1 }] }))
  expect(canonicalJson(value)).toBe('{"a":"text","b":[{"x":null,"y":1}]}')
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]))
})
