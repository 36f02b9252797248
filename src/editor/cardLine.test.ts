import { expect, test } from "vitest"
import { cardLine } from "./cardLine.ts"

test("the line is the template with the step's own parameters, as the file has them", () => {
  expect(cardLine("{{ method }} {{ url }}", { method: "GET", url: "{{ inputs.address }}/api" })).toBe(
    "GET {{ inputs.address }}/api",
  )
  expect(cardLine("{{ at.0 }}", { at: ["first"] })).toBe("first")
  expect(cardLine("{{ data }}", { data: { a: 1 } })).toBe('{"a":1}')
})

test("there is no line where no parameter is set", () => {
  expect(cardLine("{{ path }} to {{ target }}", {})).toBe("")
  expect(cardLine("{{ path }}", undefined)).toBe("")
  expect(cardLine("Always the same", undefined)).toBe("Always the same")
})

test("a line is one line, and of a length that fits", () => {
  expect(cardLine("{{ text }}", { text: "one\n\n  two" })).toBe("one two")
  expect(cardLine("{{ text }}", { text: "x".repeat(500) })).toHaveLength(121)
})

test("names of prototypes name nothing", () => {
  expect(cardLine("{{ constructor }}{{ __proto__.x }}", {})).toBe("")
})
