import { createHash } from "node:crypto"
import fc from "fast-check"
import { expect, test } from "vitest"
import { md5Hex } from "./md5.ts"

test("the MD5 is the one that Node computes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      expect(md5Hex(bytes)).toBe(createHash("md5").update(bytes).digest("hex"))
    }),
  )
})
