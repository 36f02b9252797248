import { expect, test } from "vitest"
import { compileTemplate, createTemplateCache, evaluateCompiled } from "./compiledTemplates.ts"

const scope = { values: { item: { a: 1 }, steps: {} }, clock: { now: 0, timezone: "UTC" } }

function evaluate(text: string): unknown {
  const compiled = compileTemplate(text)
  if (!compiled.ok) return compiled.error.code
  const evaluated = evaluateCompiled(compiled.value, scope)
  return evaluated.ok ? evaluated.value : evaluated.error.code
}

test("a template is evaluated where all of its holes are native, and names what it read", () => {
  expect(evaluate("{{ item.a + 1 }}")).toEqual({ value: 2, reads: [["item", "a"]], unrun: [] })
  expect(evaluate("a {{ item.a }} {{ steps.x.output }}.")).toEqual({
    value: "a 1 .",
    reads: [
      ["item", "a"],
      ["steps", "x", "output"],
    ],
    unrun: ["x"],
  })
  expect(evaluate("plain")).toEqual({ value: "plain", reads: [], unrun: [] })
})

test("one hole that is not native leaves the template to the sandbox", () => {
  expect(evaluate("{{ item.a }} {{ new Date(0) }}")).toBe("not_native")
  expect(evaluate("{{ item.a + }}")).toBe("bad_expression")
})

test("the cache keeps the latest templates, problems too, and forgets the oldest", () => {
  const compile = createTemplateCache(2)
  const first = compile("{{ item.a }}")
  const broken = compile("{{ item. }}")
  expect(compile("{{ item.a }}")).toBe(first)
  expect(compile("{{ item. }}")).toBe(broken)
  compile("{{ item.b }}")
  expect(compile("{{ item. }}")).toBe(broken)
  expect(compile("{{ item.a }}")).not.toBe(first)
  const long = `{{ item.a }}${"x".repeat(20_000)}`
  expect(compile(long)).not.toBe(compile(long))
})
