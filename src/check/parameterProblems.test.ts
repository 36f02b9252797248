import { expect, test } from "vitest"
import { codesIn, problemsIn } from "./testing/problemsIn.ts"

/** The problems of a step of the kind `note` with these parameters, paths from `with` on. */
function note(parameters: string): string[] {
  return codesIn(`steps: [{ id: a, kind: note, with: { ${parameters} } }]`).map(code =>
    code.replace("steps.0.with.", ""),
  )
}

test("a parameter that is missing is shown where it would stand", () => {
  expect(codesIn("steps: [{ id: a, kind: needy }]")).toEqual(["missing_parameter steps.0"])
  expect(codesIn("steps: [{ id: a, kind: needy, with: {} }]")).toEqual(["missing_parameter steps.0.with"])
  expect(note("shape: { is: circle }")).toEqual(["missing_parameter shape"])
})

test("a parameter that is not known offers the nearest name", () => {
  const [problem] = problemsIn("steps: [{ id: a, kind: needy, with: { path: x, paht: y } }]")
  expect(problem).toMatchObject({ code: "unknown_parameter", fix: { say: "Did you mean “path”?" } })
  expect(note("__proto__x: 1")).toEqual(["unknown_parameter __proto__x"])
})

test.each([
  ["text: 7", ['wrong_type text → "7"']],
  ["count: '7'", ["wrong_type count → 7"]],
  ["count: 'seven'", ["wrong_type count"]],
  ["count: 1.5", ["wrong_type count"]],
  ["ready: 'true'", ["wrong_type ready → true"]],
  ["tags: one", ["wrong_type tags"]],
  ["tags: [1]", ['wrong_type tags.0 → "1"']],
  ["either: 3", ['wrong_type either → "3"']],
  ["level: hihg", ['not_a_choice level → "high"']],
  ["count: 0", ["too_small count"]],
  ["count: 11", ["too_large count"]],
  ["ratio: 0", ["too_small ratio"]],
  ["ratio: 1", ["too_large ratio"]],
  ["short: a", ["too_short short"]],
  ["short: abcde", ["too_long short"]],
  ["tags: []", ["too_short tags"]],
  ["tags: [a, b, c]", ["too_long tags"]],
  ["path: A", ["wrong_form path"]],
  ["named: { good: 1, 'no good': 2 }", ["wrong_form named.no good"]],
  ["pair: [a, b]", ["wrong_type pair.0"]],
  ["shape: { is: circle, side: 1 }", ["missing_parameter shape", "unknown_parameter shape.side"]],
  ["shape: { is: star }", ["not_a_choice shape.is"]],
  ["shape: round", ["wrong_type shape"]],
])("%s", (parameters, expected) => {
  expect(note(parameters)).toEqual(expected)
})

test.each([
  "text: hello, level: low, count: 3, ratio: 0.5, ready: true, short: abc, tags: [a], path: a/b.c",
  "either: null, pair: [1, b], shape: { is: square, side: 2 }",
])("%s is as it should be", parameters => {
  expect(note(parameters)).toEqual([])
})

test("a template stands for any value, text with holes for text only", () => {
  expect(note('count: "{{ inputs }}", tags: "{{ inputs }}", level: "{{ inputs }}"')).toEqual([])
  expect(note('text: "a {{ inputs }}", level: "lo{{ inputs }}", short: "a very long {{ inputs }}"')).toEqual(
    [],
  )
  expect(note('count: "a {{ inputs }}"')).toEqual(["wrong_type count"])
  expect(note('shape: { is: "{{ inputs }}", radius: 1 }')).toEqual([])
})

test("braces in a raw parameter are no template", () => {
  expect(note('source: "{{ not an expression"')).toEqual([])
  expect(note('text: "{{ not an expression"')).toEqual(["unclosed_hole text"])
})
