// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions stand here as text.
import { expect, test } from "vitest"
import { parseExpression } from "./expression.ts"
import { referencesOf, unknownNames } from "./references.ts"

/** Each reference as `source → path`, with `…` where a computed key cuts it short. */
function references(source: string): string[] {
  const parsed = parseExpression(source)
  if (!parsed.ok) return [parsed.error.code]
  return referencesOf(parsed.value).map(({ root, path, dynamic, start, end }) => {
    return `${source.slice(start, end)} → ${[root, ...path.map(key => JSON.stringify(key))].join(" ")}${dynamic ? " …" : ""}`
  })
}

function unknown(source: string, known?: ReadonlySet<string>): string[] {
  const parsed = parseExpression(source)
  return parsed.ok ? unknownNames(parsed.value, known).map(({ name }) => name) : [parsed.error.code]
}

test.each([
  ['steps.a.outlets["kept"][0].x', ['steps.a.outlets["kept"][0].x → steps "a" "outlets" "kept" 0 "x"']],
  ["1 + steps.a.output", ['steps.a.output → steps "a" "output"']],
  ["steps?.a?.output ?? 1", ['steps?.a?.output → steps "a" "output"']],
  ["(steps.a).output + (item)", ['(steps.a).output → steps "a" "output"', "item → item"]],
  ["steps[`a`].b", ['steps[`a`].b → steps "a" "b"']],
  ["steps[`a${index}`].b", ["steps → steps …", "index → index"]],
  ["steps.a.output[item.key].b", ['steps.a.output → steps "a" "output" …', 'item.key → item "key"']],
  ["item.list[1.5][-1]", ['item.list[1.5] → item "list" "1.5" …']],
  ["item.text.trim().length", ['item.text → item "text"']],
  ["item.tags.map(tag => tag.name)", ['item.tags → item "tags"']],
  ["item.a?.b()", ['item.a → item "a"']],
  ["new Date(inputs.at)", ['inputs.at → inputs "at"']],
  ["`${vars.a}`", ['vars.a → vars "a"']],
  ["({ steps, item: 1, [index]: 2 })", ["steps → steps", "index → index"]],
  ["typeof secrets.key", ['secrets.key → secrets "key"']],
  ["({ a: 1 }).steps", []],
])("%s refers to %j", (source, expected) => {
  expect(references(source)).toEqual(expected)
})

test.each([
  ["an arrow's parameter", "[1].map(item => item.x)", []],
  ["a default that stands beside it", "((a = item) => a)()", ["item → item"]],
  ["object destructuring", "(({ item, b: { c: index = 1 }, ...run }) => [item, index, run])({})", []],
  ["list destructuring", "(([item, [index], ...run]) => [item, index, run])([])", []],
  ["a function's own name and its arguments", "(function loop(run) { return loop(run) })()", []],
  ["let, in its own block only", "(() => { { let item = 1; item } return item })()", ["item → item"]],
  ["var, in the whole function", "(() => { if (1) { var item = 1 } return item })()", []],
  ["a function declaration", "(() => { return item(); function item() {} })()", []],
  ["a class", "(() => { class item {} return new item() })()", []],
  [
    "a loop's variable",
    "(() => { for (const item of inputs) item; return index })()",
    ["inputs → inputs", "index → index"],
  ],
  ["a counting loop's variable", "(() => { for (let index = 0; index < 3; index++) index })()", []],
  ["catch", "(() => { try {} catch ({ error }) { return error } })()", []],
  ["switch", "(() => { switch (1) { case 1: let item; item } })()", []],
  ["labels and method names", "(() => { item: for (;;) break item; return { item() {}, error: 1 } })()", []],
  ["what stands outside", "item.map(item => item) && item.x", ["item → item", 'item.x → item "x"']],
])("%s hides the run's name", (_, source, expected) => {
  expect(references(source)).toEqual(expected)
})

test("a shorthand says so, and keys know their places", () => {
  const parsed = parseExpression("({ steps, a: vars['b'] })")
  const [steps, vars] = parsed.ok ? referencesOf(parsed.value) : []
  expect(steps).toMatchObject({ shorthand: true, start: 3, end: 8 })
  expect(vars).toMatchObject({ shorthand: false, keys: [{ start: 18, end: 21 }] })
})

test("names that nobody gives are found, with their places", () => {
  expect(unknown("stepz.a + Math.max(foo, item.bar)")).toEqual(["stepz", "foo"])
  expect(unknown("(a => a + b)(undefined, arguments)")).toEqual(["b"])
  expect(unknown("slug(b) + unslug(1)", new Set(["slug", "unslug"]))).toEqual(["b"])
  expect(unknown("slug(b)")).toEqual(["b"])
  const parsed = parseExpression("1 + foo")
  expect(parsed.ok && unknownNames(parsed.value)).toEqual([{ name: "foo", start: 4, end: 7 }])
})
