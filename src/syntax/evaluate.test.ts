import { expect, test } from "vitest"
import { ok } from "../lib/result.ts"
import { composeTemplate, evaluateTemplate } from "./evaluate.ts"
import { SecretHandle, SecretText } from "./secrets.ts"
import { parseTemplate, type Template } from "./template.ts"

function template(text: string): Template {
  const parsed = parseTemplate(text)
  return parsed.ok ? parsed.value : []
}

test.each([
  ["{{ item }}", [{ a: 1 }], { a: 1 }],
  ["{{ item }}", [undefined], undefined],
  ["a {{ item }} b", ["text"], "a text b"],
  ["{{ item }}{{ index }}", [1, true], "1true"],
  ["[{{ item }}]", [null], "[]"],
  ["[{{ item }}]", [undefined], "[]"],
  ["x {{ item }}", [["a", { b: null }]], 'x ["a",{"b":null}]'],
  ["x {{ item }}", [Number.NaN], "x null"],
  ["\\{{ item }}", [], "{{ item }}"],
  ["", [], ""],
])("%s with %j gives %j", (text, values, expected) => {
  expect(composeTemplate(template(text), values)).toEqual(expected)
})

test("text that a value brings is not read as a template again", () => {
  expect(composeTemplate(template("say {{ item }}"), ["{{ 1 + 1 }}"])).toBe("say {{ 1 + 1 }}")
})

test("a secret alone is its handle, and within text gives text of parts that shows none of it", () => {
  const handle = new SecretHandle("key")
  expect(composeTemplate(template("{{ secrets.key }}"), [handle])).toBe(handle)
  const text = composeTemplate(template("Bearer {{ secrets.key }}."), [handle])
  expect(text instanceof SecretText && SecretText.partsOf(text)).toEqual(["Bearer ", handle, "."])
  expect(JSON.stringify({ text, handle })).toBe('{"text":"Bearer [secret].","handle":"[secret]"}')
  expect(`${text}`).toBe("Bearer [secret].")
  expect(SecretHandle.nameOf(handle)).toBe("key")
  expect(Object.keys(handle)).toEqual([])
})

test("reads and steps that did not run come from all holes, and the first problem ends it", () => {
  const parts = template("{{ item.a }} {{ item.b }}")
  const evaluated = evaluateTemplate(parts, ({ source }) =>
    ok({ value: source.trim(), reads: [["item", source.trim()]], unrun: ["x"] }),
  )
  expect(evaluated).toEqual(
    ok({
      value: "item.a item.b",
      reads: [
        ["item", "item.a"],
        ["item", "item.b"],
      ],
      unrun: ["x"],
    }),
  )
  const asked: string[] = []
  const failed = evaluateTemplate(parts, ({ source }) => {
    asked.push(source)
    return { ok: false, error: "no" }
  })
  expect(failed).toEqual({ ok: false, error: "no" })
  expect(asked).toEqual([" item.a "])
})
