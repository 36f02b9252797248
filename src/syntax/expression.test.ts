// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions stand here as text.
import { parseExpressionAt } from "acorn"
import fc from "fast-check"
import { expect, test } from "vitest"
import { parseExpression } from "./expression.ts"
import type { SyntaxProblem } from "./syntaxProblems.ts"
import { sourceText } from "./testing/sources.ts"

function problemOf(source: string): SyntaxProblem | undefined {
  const parsed = parseExpression(source)
  return parsed.ok ? undefined : parsed.error
}

test.each([
  "1 + 2",
  "(() => { const a = {}; return a })()",
  "steps.a?.output ?? 'none'",
  "`a${inputs.b}c`",
  "/}}/.test(inputs.text)",
  "({ a: { b: 1 } })",
  "{ a: 1 }",
  "[1, 2].map(x => x * 2) // twice",
  "a, b",
  "'\ud800'",
  "import('data:text/javascript,export default 1')",
  "10n ** 5000n",
  "/(?<year>\\d+)-(?<month>\\d+)/v.exec(inputs.date)?.groups",
])("reads %s", source => {
  expect(problemOf(source)).toBeUndefined()
})

test.each([
  ["", "empty_expression", 0],
  ["  /* nothing */ ", "empty_expression", 0],
  ["1;2", "several_expressions", 1],
  ["a b", "several_expressions", 2],
  ["1;", "several_expressions", 1],
  ["for(;;);", "bad_expression", 0],
  ["(function(){ with(a) {} })()", "bad_expression", 13],
  ["/* */ } }} {{ 1", "bad_expression", 6],
  ["steps.a.", "bad_expression", 8],
  ["'abc", "bad_expression", 0],
  ["a /* open", "bad_expression", 2],
  ["await x", "several_expressions", 6],
  ["return 1", "bad_expression", 0],
  ["import.meta.url", "bad_expression", 0],
  ["010", "bad_expression", 0],
  ["(() => { delete item })()", "bad_expression", 9],
  ["1 <!-- 2", "several_expressions", 2],
  ["\u202e 1 + 1 // \u2066", "hidden_character", 0],
])("refuses %j as %s", (source, code, offset) => {
  expect(problemOf(source)).toMatchObject({ code, offset })
})

test("says what is wrong in a sentence, without the parser's own positions", () => {
  expect(problemOf("1 +")?.message).toBe(
    "This is not a JavaScript expression: unexpected token. Look for a slip at or just before this place.",
  )
})

test.each([
  ["parentheses", nested(100_000), "expression_too_long"],
  ["parentheses within the limit", nested(16_000), "expression_too_deep"],
  ["a long sum", Array.from({ length: 8_000 }, () => "1").join(" +"), "expression_too_deep"],
  ["a long chain", `a${".b".repeat(8_000)}`, "expression_too_deep"],
  ["conditionals", `${"a?".repeat(1_000)}1${":1".repeat(1_000)}`, "expression_too_deep"],
  ["a plain path without end", `steps${".b".repeat(20_000)}`, "expression_too_long"],
])("bounds %s", (_, source, code) => {
  expect(problemOf(source)?.code).toBe(code)
})

test("a list of ten thousand numbers is long, not deep", () => {
  expect(problemOf(`[${"1,".repeat(10_000)}]`)).toBeUndefined()
})

test.each([
  "steps.a.output.b[0]",
  "  inputs.x",
  "vars",
  "\titem.name\n",
  'steps["a"].outlets[\'kept\'][12].x["__proto__"]',
  "steps.class.if",
  "incoming[''].$_9",
])("a plain path gives the tree that the parser gives: %j", source => {
  const parsed = parseExpression(source)
  const parser = parseExpressionAt(source, 0, { ecmaVersion: 2024, preserveParens: true })
  expect(parsed.ok && JSON.stringify(parsed.value.node, sortKeys)).toBe(JSON.stringify(parser, sortKeys))
})

test("never throws, whatever the text", () => {
  fc.assert(
    fc.property(fc.oneof(sourceText, fc.string({ unit: "binary" }), fc.string()), source => {
      const problem = problemOf(source)
      if (problem === undefined) return
      expect(problem.offset).toBeGreaterThanOrEqual(0)
      expect(problem.offset + problem.length).toBeLessThanOrEqual(source.length)
    }),
    { numRuns: 2_000 },
  )
})

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function nested(depth: number): string {
  return `${"(".repeat(depth)}1${")".repeat(depth)}`
}
