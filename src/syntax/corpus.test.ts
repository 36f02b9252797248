import { expect, test } from "vitest"
import corpus from "../../e2e/corpus/bad-inputs.json" with { type: "json" }
import { parseExpression } from "./expression.ts"
import { compileNative, evaluateNative } from "./native.ts"
import { SecretHandle } from "./secrets.ts"

const hostile = corpus.filter(({ surface }) => surface === "expression")
const scope = {
  values: { secrets: { key: new SecretHandle("key") } },
  clock: { now: 0, timezone: "UTC" },
}

/** What this room makes of a hostile expression: a problem of its syntax, `sandbox`, or the native lane's value. */
function fate(source: unknown): unknown {
  const parsed = parseExpression(String(source))
  if (!parsed.ok) return parsed.error.code
  const native = compileNative(parsed.value)
  if (!native) return "sandbox"
  const evaluated = evaluateNative(native, scope)
  if (evaluated.ok) return { value: evaluated.value.value }
  return evaluated.error.code === "not_native" ? "sandbox" : evaluated.error.code
}

const known: { readonly [id: string]: unknown } = {
  "EX-008": "bad_expression",
  "EX-050": { value: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, undefined] },
  "EX-052": { value: "\ud800" },
  "EX-053": { value: "\0" },
  "EX-055": { value: { __isError: true, name: "E", message: "<img src=x onerror=1>" } },
  "EX-056": "bad_expression",
  "EX-080": "bad_expression",
  "EX-083": "hidden_character",
  "EX-085": "several_expressions",
  "EX-086": "empty_expression",
  "EX-091": { value: '{"key":"[secret]"}' },
}

test("every hostile expression is refused as syntax, left to the sandbox, or harmless and known", () => {
  const fates = Object.fromEntries(hostile.map(({ id, input }) => [id, fate(input)]))
  expect(hostile.length).toBeGreaterThan(60)
  expect(Object.fromEntries(Object.entries(fates).filter(([, made]) => made !== "sandbox"))).toEqual(known)
})
