import { expect, test } from "vitest"
import type { Json } from "../../lib/json.ts"
import { ok } from "../../lib/result.ts"
import { type Evaluate, evaluateAll } from "./evaluating.ts"

/** Gives each template back in angle brackets, and counts how often it was asked. */
function echo() {
  const asked: string[][] = []
  const evaluate: Evaluate = texts => {
    asked.push([...texts])
    return ok(texts.map(text => (text === "{{ nothing }}" ? undefined : `<${text}>`)))
  }
  return { asked, evaluate }
}

async function valuesOf(values: readonly Json[], raw: readonly string[] = []) {
  const { asked, evaluate } = echo()
  const result = await evaluateAll(values, {}, evaluate, raw)
  return { asked, values: result.ok ? result.value : result.error.code }
}

test("all templates of all values are evaluated in one call, and stand where their texts stood", async () => {
  expect(
    await valuesOf([{ a: "{{ x }}", deep: [1, { b: "text {{ y }}" }], plain: "z" }, "{{ w }}", null]),
  ).toEqual({
    asked: [["{{ x }}", "text {{ y }}", "{{ w }}"]],
    values: [{ a: "<{{ x }}>", deep: [1, { b: "<text {{ y }}>" }], plain: "z" }, "<{{ w }}>", null],
  })
})

test("a value without templates is the same value, and nobody is asked", async () => {
  const value = { a: [1, 2, { b: "c" }] }
  const { asked, values } = await valuesOf([value, "text", 5])
  expect(asked).toEqual([])
  expect(values[0]).toBe(value)
})

test("a template without a value leaves its key out, and null in a list", async () => {
  expect((await valuesOf([{ a: "{{ nothing }}", list: ["{{ nothing }}"] }, "{{ nothing }}"])).values).toEqual(
    [{ list: [null] }, undefined],
  )
})

test("raw fields are taken as they stand, at the top alone", async () => {
  expect((await valuesOf([{ code: "{{ x }}", deep: { code: "{{ y }}" } }], ["code"])).values).toEqual([
    { code: "{{ x }}", deep: { code: "<{{ y }}>" } },
  ])
})

test("the same value of the document is evaluated anew each time", async () => {
  const value = { a: "{{ x }}" }
  for (const text of ["one", "two"]) {
    const result = await evaluateAll([value], {}, () => ok([text]))
    expect(result).toEqual(ok([{ a: text }]))
  }
})

test("keys that name a prototype are plain keys", async () => {
  const { values } = await valuesOf([JSON.parse('{"__proto__": "{{ x }}"}')])
  expect(Object.keys(values[0] as object)).toEqual(["__proto__"])
})

test("an evaluator that throws or rejects is a problem", async () => {
  const threw = evaluateAll(["{{ x }}"], {}, () => {
    throw new Error("no")
  })
  const rejected = await evaluateAll(["{{ x }}"], {}, () => Promise.reject())
  for (const result of [await threw, rejected])
    expect(result).toMatchObject({ error: { code: "evaluation_failed" } })
})
