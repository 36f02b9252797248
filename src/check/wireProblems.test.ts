import { expect, test } from "vitest"
import { codesIn, problemsIn } from "./testing/problemsIn.ts"

test("a wire to nowhere offers the nearest step of its scope", () => {
  expect(codesIn("steps: [{ id: first, kind: note, next: secnd }, { id: second, kind: note }]")).toEqual([
    'unknown_target steps.0.next → "second"',
    "lonely_step steps.1",
  ])
  const yaml =
    "steps: [{ id: first, kind: fork, next: { true: [{ to: secnd }], false: second } }, { id: second, kind: note }]"
  expect(codesIn(yaml)).toEqual(['unknown_target steps.0.next.true.0.to → "second"'])
})

test("a wire cannot cross the border of a scope, in either direction", () => {
  //   a ─▶ box[ b ]    a ╳▶ b, b ╳▶ a
  const yaml = `
steps:
  - { id: a, kind: note, next: [box, b] }
  - { id: box, kind: each, steps: [{ id: b, kind: note, next: a }] }`
  expect(codesIn(yaml)).toEqual([
    "wire_across_scopes steps.0.next.1",
    "wire_across_scopes steps.1.steps.0.next",
  ])
  expect(problemsIn(yaml)[0]?.message).toContain("inside “box”")
})

test("a wire leaves by outlets that its step has", () => {
  const to = "{ id: z, kind: note }"
  expect(codesIn(`steps: [{ id: a, kind: fork, next: { ture: z, failure: z } }, ${to}]`)).toEqual([
    "unknown_outlet steps.0.next.ture",
  ])
  const pick = (cases: string) =>
    codesIn(
      `steps: [{ id: a, kind: pick, with: { cases: ${cases} }, next: { big: z, otherwise: z } }, ${to}]`,
    )
  expect(pick("[{ id: big }, { id: small }]")).toEqual([])
  expect(pick("[{ id: small }]")).toEqual(["unknown_outlet steps.0.next.big"])
  expect(pick('"{{ inputs }}"')).toEqual([])
})

test("a wire arrives at inlets that its target has", () => {
  const to = (kind: string, inlet: string) =>
    codesIn(`steps: [{ id: a, kind: note, next: { to: z, inlet: ${inlet} } }, { id: z, kind: ${kind} }]`)
  expect(to("two", "left")).toEqual([])
  expect(to("two", "2")).toEqual([])
  expect(to("two", "3")).toEqual(["unknown_inlet steps.0.next.inlet"])
  expect(to("two", "rihgt")).toEqual(['unknown_inlet steps.0.next.inlet → "right"'])
  expect(to("many", "7")).toEqual([])
  expect(to("many", "left")).toEqual(["unknown_inlet steps.0.next.inlet"])
  expect(to("note", "1")).toEqual([])
  expect(to("note", "2")).toEqual(["unknown_inlet steps.0.next.inlet"])
})

test("else needs a sibling with a condition, at the same outlet", () => {
  const wires = (next: string) =>
    codesIn(`steps: [{ id: a, kind: fork, next: ${next} }, { id: y, kind: note }, { id: z, kind: note }]`)
  expect(wires("[{ to: y, when: '{{ inputs }}' }, { to: z, when: else }]")).toEqual([])
  expect(wires("[y, { to: z, when: else }]")).toEqual(["else_alone steps.0.next.1.when"])
  expect(wires("{ true: { to: y, when: 'visit > 1' }, false: { to: z, when: else } }")).toEqual([
    "else_alone steps.0.next.false.when",
  ])
})

test("a join cannot wait for more wires than lead to it", () => {
  //   a ─▶ z ◀─ b
  const join = (count: number) =>
    codesIn(`
steps:
  - { id: a, kind: note, next: z }
  - { id: b, kind: note, next: z }
  - { id: z, kind: note, join: { atLeast: ${count} } }`)
  expect(join(2)).toEqual([])
  expect(join(3)).toEqual(["join_too_many steps.2.join.atLeast → 2"])
})

test("only what rests can be left at a time or when somebody says so", () => {
  const from = (kind: string, wire: string) =>
    codesIn(`steps: [{ id: a, kind: ${kind}, next: { to: z, ${wire} } }, { id: z, kind: note }]`)
  expect(from("rest", "on: { person: Go }")).toEqual([])
  expect(from("rest", "at: 2030-01-31T09:00")).toEqual([])
  expect(from("note", "on: { person: Go }")).toEqual(["wire_needs_state steps.0.next.on"])
  expect(from("note", "at: 2030-01-31T09:00")).toEqual(["wire_needs_state steps.0.next.at"])
  expect(from("note", "after: 10m")).toEqual([])
})

test("what guards a wire is a step like any other: its kind and its parameters have to fit", () => {
  const guarded = (validator: string) =>
    codesIn(
      `steps: [{ id: a, kind: note, next: { to: b, validate: [${validator}] } }, { id: b, kind: note }]`,
    )
  expect(guarded("{ expression: 'true' }")).toEqual([])
  expect(guarded("{ kind: note, with: { text: x } }")).toEqual([])
  expect(guarded("{ kind: note, with: { txet: x } }")).toContainEqual(
    expect.stringMatching(/^unknown_parameter steps\.0\.next\.validate\.0\.with\.txet/),
  )
  expect(guarded("{ kind: noet }")).toEqual(['unknown_kind steps.0.next.validate.0.kind → "note"'])
  expect(guarded("{ ai: Is it polite? }")).toContainEqual(expect.stringMatching(/^unknown_kind/))
})
