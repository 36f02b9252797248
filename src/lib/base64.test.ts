import fc from "fast-check"
import { expect, test } from "vitest"
import { fromBase64, toBase64 } from "./base64.ts"

test("bytes come back as they were, whatever they are and however many", () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      const text = toBase64(bytes)
      expect(text).toBe(Buffer.from(bytes).toString("base64"))
      expect(fromBase64(text)).toEqual({ ok: true, value: bytes })
    }),
  )
  const many = new Uint8Array(200_000).map((_, index) => index)
  expect(toBase64(many)).toBe(Buffer.from(many).toString("base64"))
})

test("what is no base64 is said to be none", () => {
  for (const text of ["a", "ä===", "%%%%"]) expect(fromBase64(text).ok).toBe(false)
})
