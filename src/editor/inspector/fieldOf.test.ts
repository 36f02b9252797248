import fc from "fast-check"
import { expect, test } from "vitest"
import { fieldOf, labelOf, looseValue, numberValue, textOf } from "./fieldOf.ts"

test.each([
  [{ enum: ["a", "b"] }, undefined, { as: "choice", options: ["a", "b"] }],
  [{ anyOf: [{ const: "x" }, { const: "y" }] }, undefined, { as: "choice", options: ["x", "y"] }],
  [{ type: "boolean" }, undefined, { as: "switch" }],
  [{ type: "integer" }, undefined, { as: "number" }],
  [{ type: "string" }, undefined, { as: "text", lines: null, isMono: true }],
  [{ type: "string" }, { widget: "multiline" }, { as: "text", lines: 4, isMono: true }],
  [{ type: "array", items: { type: "string" } }, undefined, { as: "list" }],
  [{ type: "object", additionalProperties: { type: "string" } }, undefined, { as: "pairs" }],
  [{ type: "object" }, { widget: "keyvalue" }, { as: "pairs" }],
  [{}, undefined, { as: "value" }],
  [{ type: "array", items: {} }, undefined, { as: "value" }],
] as const)("%j with %j is shown as %j", (schema, hint, field) => {
  expect(fieldOf(schema, hint)).toEqual(field)
})

test("a list of maps is a list of small forms", () => {
  const item = { type: "object", properties: { id: { type: "string" } } }
  expect(fieldOf({ type: "array", items: item }, undefined)).toEqual({ as: "rows", item })
})

test("names are written as people write them, unless the kind says better", () => {
  expect(labelOf("okExitCodes", {}, undefined)).toBe("Ok exit codes")
  expect(labelOf("max_items", {}, undefined)).toBe("Max items")
  expect(labelOf("baseUrl", {}, undefined)).toBe("Base URL")
  expect(labelOf("timezone", {}, undefined)).toBe("Time zone")
  expect(labelOf("if", {}, { label: "When" })).toBe("When")
})

test("text in a field for any value means the value that it looks like", () => {
  expect(looseValue("12")).toBe(12)
  expect(looseValue('{ "a": [1] }')).toEqual({ a: [1] })
  expect(looseValue("true")).toBe(true)
  expect(looseValue("{{ steps.a }}")).toBe("{{ steps.a }}")
  expect(looseValue("{ half")).toBe("{ half")
  expect(looseValue("12 apples")).toBe("12 apples")
  expect(looseValue("")).toBeUndefined()
})

test("what is no number stays as it was typed, for the check to speak about", () => {
  expect([numberValue("4"), numberValue("four"), numberValue(" ")]).toEqual([4, "four", undefined])
})

test("a list or map comes back from its text as it was", () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), value => {
      const json = JSON.parse(JSON.stringify(value))
      expect(looseValue(textOf(json))).toEqual(json)
    }),
  )
})
