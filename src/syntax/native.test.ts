// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions stand here as text.
import { expect, test } from "vitest"
import { parseExpression } from "./expression.ts"
import { compileNative, type Evaluation, evaluateNative } from "./native.ts"
import type { NativeLimits } from "./nativeValues.ts"
import { SecretHandle, SecretText } from "./secrets.ts"

const handle = new SecretHandle("api_key")
const values = {
  inputs: JSON.parse(
    '{ "name": "Ada", "list": [3, 1, 2], "__proto__": { "own": true }, "constructor": "own" }',
  ),
  steps: { a: { output: { items: [{ n: 1 }, { n: 2 }], text: "a b" } }, "1": { output: "one" } },
  item: { n: 2, key: "name" },
  index: 1,
  secrets: { api_key: handle },
}

/** The whole evaluation, `refused`, or the code of its problem. */
function evaluate(source: string, limits?: NativeLimits): Evaluation | string {
  const parsed = parseExpression(source)
  const native = parsed.ok ? compileNative(parsed.value) : null
  if (!native) return "refused"
  const evaluated = evaluateNative(native, { values, clock: { now: 0, timezone: "UTC" } }, limits)
  return evaluated.ok ? evaluated.value : evaluated.error.code
}

function given(source: string, limits?: NativeLimits): unknown {
  const evaluated = evaluate(source, limits)
  return typeof evaluated === "string" ? evaluated : evaluated.value
}

test.each([
  ["steps.a.output.items[1].n", 2],
  ["steps.a.output.items.length", 2],
  ["steps['1'].output[0]", "o"],
  ["inputs.name.length + index", 4],
  ["inputs[item.key]", "Ada"],
  ["steps.a.output.items.map(x => x.n * 2).join('-')", "2-4"],
  ["inputs.list.reduce((sum, n) => sum + n)", 6],
  ["inputs.list.map(item => inputs.list.filter(n => n < item).length)", [2, 0, 1]],
  ["`${inputs.name}: ${index}`", "Ada: 1"],
  ["index ? 'yes' : 'no'", "yes"],
  ["item.missing?.deeper.trim().deeper ?? 'none'", "none"],
  ["[...inputs.list, { a: 1, ...item }].at(-1).key", "name"],
  ["inputs.__proto__.own", true],
  ["inputs.constructor", "own"],
  ["({ ['__proto__']: 1 }).__proto__", 1],
  ["['a', '', 'b'].filter(Boolean).map(String)", ["a", "b"]],
  ["Math.max(...[1, 2])", "refused"],
  ["incoming", undefined],
])("%s is %j", (source, value) => {
  expect(given(source)).toEqual(value)
})

test.each([
  "(() => 1)()",
  "[1].map(function (x) { return x })",
  "[1].map(x => { return x })",
  "[1].map(({ a }) => a)",
  "new Date()",
  "a = 1",
  "index++",
  "this",
  "fetch('x')",
  "globalThis",
  "Math.random()",
  "Math.PI",
  "inputs.list.sort()",
  "inputs.list.push(1)",
  "inputs.list.map(slug)",
  "/a/.test('a')",
  "10n",
  "tag`x`",
  "delete item.n",
  "'n' in item",
  "2 ** 3",
  "eval('1')",
  "({ get a() { return 1 } })",
  "({ __proto__: null })",
  "item.n?.()",
  "[1, , 2]",
  "import('x')",
  "(1, 2)",
])("%s is refused", source => {
  expect(evaluate(source)).toBe("refused")
})

test.each([
  ["item.constructor", "not_native"],
  ["item.__proto__", "not_native"],
  ["item['const' + 'ructor']", "not_native"],
  ["item[['constructor']]", "not_native"],
  ["'x'.constructor", "not_native"],
  ["index.toFixed", "not_native"],
  ["[].map", "not_native"],
  ["item.toString()", "not_native"],
  ["compact([0 / 0])", "not_native"],
  ["compact([{ a: [inputs.none] }])", "not_native"],
  ["item + ''", "not_native"],
  ["'' + [1, 2]", "not_native"],
  ["inputs.list == '3,1,2'", "not_native"],
  ["item === item", "not_native"],
  ["[item].includes(item)", "not_native"],
  ["[[1]].join()", "not_native"],
  ["'ẞ'.toLowerCase()", "not_native"],
  ["'a'.replace('a', '$&')", "not_native"],
  ["item.missing.deeper", "type_error"],
  ["null.x", "type_error"],
  ["'x'.toFixed()", "type_error"],
  ["[].reduce((a, b) => a)", "type_error"],
  ["'x'.repeat(-1)", "range_error"],
  ["JSON.parse('{')", "syntax_error"],
  ["slug([])", "bad_argument"],
])("%s ends with %s", (source, code) => {
  expect(evaluate(source)).toBe(code)
})

test("a step that did not run reads as undefined, whatever stands after it, and is named", () => {
  expect(evaluate("steps.none.output.items[0].n.trim()")).toMatchObject({ value: undefined, unrun: ["none"] })
  expect(evaluate("steps.none ?? steps['other']?.output")).toMatchObject({ unrun: ["none", "other"] })
  expect(evaluate("steps.a.output.nothing")).toMatchObject({ value: undefined, unrun: [] })
  expect(evaluate("steps.a.nothing.deeper")).toBe("type_error")
  expect(evaluate("[1].map(steps => steps.none.output)")).toBe("type_error")
})

test.each([
  ["steps.a.output.items[1].n", [["steps", "a", "output", "items", 1, "n"]]],
  ["steps.a.output.text.trim().length", [["steps", "a", "output", "text"]]],
  [
    "inputs[item.key]",
    [
      ["item", "key"],
      ["inputs", "name"],
    ],
  ],
  ["index > 5 ? inputs.name : item.n", [["index"], ["item", "n"]]],
  [
    "inputs.list.map(n => n + item.n)",
    [
      ["item", "n"],
      ["inputs", "list"],
    ],
  ],
  [
    "inputs.list.map((n, i) => inputs.list[i])",
    [
      ["inputs", "list", 0],
      ["inputs", "list", 1],
      ["inputs", "list", 2],
      ["inputs", "list"],
    ],
  ],
  ["steps.none.output.x", [["steps", "none", "output", "x"]]],
  ["1 + 1", []],
])("%s reads %j", (source, reads) => {
  expect(evaluate(source)).toMatchObject({ reads })
})

test.each([
  ["'x'.repeat(5000000)"],
  ["'x'.padEnd(9007199254740991)"],
  ["'xxxxxxxxxx'.repeat(390000) + 'x'.repeat(390000)"],
  ["`${'x'.repeat(3000000)}${'x'.repeat(3000000)}`"],
  ["'a'.repeat(3000).replaceAll('a', 'b'.repeat(3000))"],
  ["('a'.repeat(200000) + 'b').indexOf('a'.repeat(100000) + 'b')"],
  ["'a'.repeat(3000000).split('')"],
  ["JSON.parse('['.repeat(300) + ']'.repeat(300))"],
])("%s is left to the sandbox, at once", source => {
  expect(evaluate(source)).toBe("not_native")
})

test("callbacks within callbacks run out of work", () => {
  const list = "inputs.list.flatMap(a => inputs.list)"
  const cubed = `${list}.map(a => ${list}.map(b => ${list}.map(c => ${list}.length)))`
  expect(given(`${cubed}.length`)).toBe(9)
  expect(evaluate(cubed, { work: 500, text: 1_000, list: 1_000 })).toBe("not_native")
  expect(evaluate(list, { work: 500, text: 1_000, list: 2 })).toBe("not_native")
})

test.each([
  ["text made again and again", "l.map(x => 'y'.repeat(100000))"],
  ["text joined", "l.reduce((text, x) => `${text}${text}`, 'y')"],
  ["text compared", "l.map(x => l.map(y => inputs.long + 'x' == inputs.long + 'y'))"],
  ["text read as a number", "l.map(x => l.map(y => +inputs.long))"],
  ["text trimmed", "l.map(x => l.map(y => inputs.long.trim()))"],
  ["one value in a list twice, over and over", "l.reduce(x => [x, x], 1)"],
  ["that written out", "l.reduce(x => [x, x], 1).length + toJson(l.reduce(x => [x, x], 1))"],
  ["that by callbacks alone", `[1]${".map(x => [1, 2].map(y => x))".repeat(60)}`],
  ["a list within a list", "l.flatMap(x => l.flatMap(x => l.flatMap(x => l))).reduce(x => [x], 1)"],
  ["a secret doubled", "l.reduce(x => x + x, secrets.api_key)"],
  ["a list sorted again and again", "l.map(x => l.map(x => sortBy(l)))"],
  ["a long body", `l.map(x => l.map(y => ${"!".repeat(400)}x))`],
])("%s is left to the sandbox within a moment", (_, source) => {
  const parsed = parseExpression(source.replaceAll(/\bl\b/g, "inputs.list"))
  const native = parsed.ok ? compileNative(parsed.value) : null
  const list = Array.from({ length: 400 }, (_, index) => index)
  const inputs = { list, long: "1".repeat(1_000_000) }
  const scope = { values: { inputs, secrets: values.secrets }, clock: { now: 0, timezone: "UTC" } }
  const start = performance.now()
  const made = native && evaluateNative(native, scope)
  expect(made && !made.ok && made.error.code).toBe("not_native")
  expect(performance.now() - start).toBeLessThan(1_000)
})

test("nothing that an expression makes changes its scope", () => {
  const before = JSON.stringify(values)
  given("[inputs.list.toReversed(), inputs.list.concat(1), { ...item, n: 9 }, inputs.list.slice(1)]")
  expect(JSON.stringify(values)).toBe(before)
})

test("a secret is handed on as its handle, mixed into text as parts, and looked into by nothing", () => {
  expect(given("secrets.api_key")).toBe(handle)
  expect(given("({ auth: [secrets.api_key] }).auth[0]")).toBe(handle)
  for (const source of ["`Bearer ${secrets.api_key}!`", "'Bearer ' + secrets.api_key + '!'"]) {
    const text = given(source)
    expect(text instanceof SecretText && SecretText.partsOf(text)).toEqual(["Bearer ", handle, "!"])
  }
  expect(given("JSON.stringify(secrets)")).toBe('{"api_key":"[secret]"}')
  expect(given("toJson({ a: secrets.api_key })")).toBe('{"a":"[secret]"}')
  const looks =
    "secrets.api_key.length,secrets.api_key[0],typeof secrets.api_key,secrets.api_key.slice(1)".split(",")
  const compares = [
    "secrets.api_key < 'm'",
    "sha256(secrets.api_key)",
    "[secrets.api_key].join()",
    "+secrets.api_key",
  ]
  for (const source of [...looks, ...compares, "({ ...secrets.api_key })", "Object.keys(secrets.api_key)"]) {
    expect(evaluate(source), source).toBe("not_native")
  }
})

test("a deep value is handed on, and left to the sandbox where it would be written out", () => {
  let deep: unknown = 1
  for (let depth = 0; depth < 100_000; depth++) deep = [deep]
  const parsed = parseExpression("JSON.stringify(item)")
  const native = parsed.ok ? compileNative(parsed.value) : null
  const scope = { values: { item: deep }, clock: { now: 0, timezone: "UTC" } }
  expect(native && evaluateNative(native, scope)).toMatchObject({ ok: false, error: { code: "not_native" } })
})
