import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { forget, speak } from "../language/language.ts"
import { fieldsIn, firstTyped, readTyped } from "./inputFields.ts"

describe("what was typed", () => {
  test.each([
    ["text", { type: "string" }, "a", "a"],
    ["a number", { type: "number" }, "1.5", 1.5],
    ["a whole number", { type: "integer" }, "-3", -3],
    ["a list", { type: "array" }, "[1]", [1]],
    ["a choice that is no text", { enum: [1, 2] }, "2", 2],
    ["a switch", { type: "boolean" }, true, true],
    ["nothing", { type: "number" }, " ", undefined],
    ["spaces in a text", { type: "string" }, " ", " "],
  ] as const)("%s is read", (_, spec, typed, value) => {
    const read = readTyped({ f: spec }, { f: typed })
    expect(read).toEqual({ ok: true, value: value === undefined ? {} : { f: value } })
  })

  test("a number may be written as the language does", () => {
    speak("de", {})
    expect(readTyped({ f: { type: "number" } }, { f: "1,5" })).toEqual({ ok: true, value: { f: 1.5 } })
    expect(readTyped({ f: { type: "number" } }, { f: "1.5" })).toEqual({ ok: true, value: { f: 1.5 } })
    forget()
    expect(readTyped({ f: { type: "number" } }, { f: "1,5" }).ok).toBe(false)
  })

  test.each([
    [{ required: true }, "", "input_missing"],
    [{ type: "number" }, "x", "input_not_number"],
    [{ type: "number" }, "1e999", "input_not_number"],
    [{ type: "integer" }, "1.5", "input_not_whole"],
    [{ type: "number", minimum: 2 }, "1", "input_too_small"],
    [{ type: "number", maximum: 2 }, "3", "input_too_large"],
    [{ minLength: 2 }, "a", "input_too_short"],
    [{ maxLength: 2 }, "abc", "input_too_long"],
    [{ type: "object" }, "{", "input_not_json"],
    [{ enum: ["a"], required: true }, "b", "input_missing"],
  ] as const)("%o does not take %j: %s", (spec, typed, code) => {
    expect(readTyped({ f: spec }, { f: typed })).toMatchObject({ ok: false, error: { f: { code } } })
  })

  test("fields from outside never break the form", () => {
    fc.assert(
      fc.property(fc.json(), text => {
        const fields = fieldsIn(JSON.parse(text))
        readTyped(fields, firstTyped(fields))
      }),
    )
  })

  test("defaults stand in the form, and come back as they are", () => {
    const fields = {
      n: { default: 5 },
      on: { default: true },
      list: { type: "array", default: [1] },
    } as const
    expect(readTyped(fields, firstTyped(fields))).toEqual({ ok: true, value: { n: 5, on: true, list: [1] } })
  })
})
