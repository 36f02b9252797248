import { createHash } from "node:crypto"
import fc from "fast-check"
import { expect, test } from "vitest"
import { sha256Hex } from "./sha256.ts"

test("gives what the platform's own SHA-256 gives", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      expect(sha256Hex(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"))
    }),
  )
})

test.each([55, 56, 63, 64, 65, 119, 120, 100_000])("of %i bytes, where blocks begin and end", length => {
  const bytes = new Uint8Array(length).fill(length)
  expect(sha256Hex(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"))
})
