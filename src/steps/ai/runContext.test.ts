import fc from "fast-check"
import { expect, test } from "vitest"
import { SecretHandle } from "../../syntax/secrets.ts"
import { longestContext, runContext } from "./runContext.ts"

const step = (output: unknown, error?: unknown) => ({ output, outlets: {}, status: "done", visit: 1, error })

test("says inputs, variables, and what each step gave or failed with", () => {
  const scope = {
    inputs: { who: "Ada" },
    vars: { n: 1 },
    steps: { read: step({ content: "# A" }), send: step(null, { code: "http_status", message: "No" }) },
    secrets: {},
  }
  expect(runContext(scope)).toEqual({
    inputs: { who: "Ada" },
    variables: { n: 1 },
    steps: {
      read: { output: { content: "# A" } },
      send: { output: null, error: { code: "http_status", message: "No" } },
    },
  })
})

test("a long file does not push the others out, and what is cut says so", () => {
  const context = runContext({
    inputs: {},
    vars: {},
    steps: { big: step("x".repeat(10_000_000)), list: step(Array(100_000).fill("item")), last: step("here") },
  })
  const text = JSON.stringify(context)
  expect(text.length).toBeLessThan(longestContext * 1.1)
  expect(text).toContain("more letters)")
  expect(text).toMatch(/\(\d+ more\)/)
  expect(text).toContain('"last":{"output":"here"}')
})

test("no secret stands in it", () => {
  const scope = { inputs: { key: new SecretHandle("shop") }, secrets: { shop: new SecretHandle("shop") } }
  expect(runContext(scope)).toEqual({ inputs: { key: "[secret]" }, variables: null, steps: {} })
})

test("is bounded, whatever a run has", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.integer({ min: 0, max: 400 }),
      (given, most) => {
        const steps = Object.fromEntries(Object.entries(given).map(([id, value]) => [id, step(value)]))
        const context = runContext({ inputs: given, vars: {}, steps }, most)
        expect(JSON.stringify(context).length).toBeLessThan(most * 4 + 1_000)
      },
    ),
  )
})
