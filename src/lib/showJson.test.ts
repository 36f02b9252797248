import fc from "fast-check"
import { expect, test } from "vitest"
import { showJson } from "./showJson.ts"

test("a small value is shown as JSON, text as itself", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
      const shown = typeof value === "string" ? value : JSON.stringify(value, null, 2)
      expect(showJson(value, 100_000)).toEqual({ text: shown, isCut: false })
    }),
  )
  expect(showJson(undefined, 10).text).toBe("undefined")
})

test("a large value is cut, and costs no more than what is shown", () => {
  const large = Array.from({ length: 1_000_000 }, (_, at) => ({ at }))
  const started = performance.now()
  const { text, isCut } = showJson({ large, more: "x".repeat(1e6) }, 200)
  expect(isCut).toBe(true)
  expect(text.length).toBeLessThan(220)
  expect(performance.now() - started).toBeLessThan(500)
  expect(showJson("x".repeat(300), 200)).toEqual({ text: `${"x".repeat(200)}…`, isCut: true })
})
