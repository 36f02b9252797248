import { expect, test } from "vitest"
import { codesIn, problemsIn } from "./testing/problemsIn.ts"

test("an unknown kind offers the nearest that there is", () => {
  expect(codesIn("steps: [{ id: a, kind: nota }]")).toEqual(['unknown_kind steps.0.kind → "note"'])
  expect(codesIn("steps: [{ id: a, kind: constructor }]")).toEqual(["unknown_kind steps.0.kind"])
})

test("a problem names its step, also deep inside", () => {
  const [problem] = problemsIn("steps: [{ id: a, kind: each, steps: [{ id: b, kind: zzzzzzz }] }]")
  expect(problem).toMatchObject({ code: "unknown_kind", severity: "error", at: { step: "b" } })
})

test("a step of a newer version than is known is refused, and one of an older is left to its migration", () => {
  expect(codesIn("steps: [{ id: a, kind: note, version: 3 }]")).toEqual(["newer_kind steps.0.version"])
  expect(codesIn("steps: [{ id: a, kind: note, version: 1, with: { old: 1 } }]")).toEqual([])
})

test("steps stand only in scopes that their holder's kind has", () => {
  expect(codesIn("steps: [{ id: a, kind: note, steps: [{ id: b, kind: note }] }]")).toEqual([
    "scope_not_held steps.0.steps",
  ])
  expect(
    codesIn("steps: [{ id: a, kind: each, exit: [{ id: b, kind: note }], steps: [{ id: c, kind: note }] }]"),
  ).toEqual(["scope_not_held steps.0.exit"])
})

test("a container with nothing inside is a warning; a state without entry actions is none", () => {
  const [problem] = problemsIn("steps: [{ id: a, kind: each }]")
  expect(problem).toMatchObject({ code: "nothing_inside", severity: "warning" })
  expect(codesIn("steps: [{ id: a, kind: each, steps: [] }]")).toEqual(["nothing_inside steps.0"])
  expect(codesIn("steps: [{ id: a, kind: rest }]")).toEqual([])
})

test("what a step gives where it fails is like what it gives otherwise, as far as it is there", () => {
  const ofDefault = (value: string) =>
    codesIn(`steps: [{ id: a, kind: note, onError: { default: ${value} } }]`).filter(code =>
      code.startsWith("default_unlike"),
    )
  expect(ofDefault("{ text: 3 }")).toEqual(["default_unlike steps.0.onError.default.text"])
  expect(ofDefault("[]")).toEqual(["default_unlike steps.0.onError.default"])
  for (const fine of ["null", "{}", "{ text: none }", "'{{ vars.x }}'"]) expect(ofDefault(fine)).toEqual([])
})
