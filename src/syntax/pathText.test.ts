import fc from "fast-check"
import { expect, test } from "vitest"
import { parseExpression } from "./expression.ts"
import { compileNative, evaluateNative } from "./native.ts"
import { pathText } from "./pathText.ts"

test("a path is written as people write it", () => {
  expect(pathText(["a", "output", "findings", 0, "line no", "$b"])).toBe(
    '.a.output.findings[0]["line no"].$b',
  )
})

test("whatever the keys, the expression reads what stands at the path", () => {
  const key = fc.oneof(
    fc.nat(5),
    fc.string({ maxLength: 8 }).filter(text => !["__proto__", "constructor", "prototype"].includes(text)),
  )
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 6 }), path => {
      const item = path.reduceRight<unknown>(
        (inner, each) => (typeof each === "number" ? Array(6).fill(inner) : { [each]: inner }),
        "here",
      )
      const parsed = parseExpression(`item${pathText(path)}`)
      const native = parsed.ok ? compileNative(parsed.value) : null
      const read = native && evaluateNative(native, { values: { item }, clock: { now: 0, timezone: "UTC" } })
      expect(read?.ok && read.value.value).toBe("here")
    }),
  )
})
