import { expect, test } from "vitest"
import { codesIn, problemsIn } from "./testing/problemsIn.ts"

test("a step without wires, among steps that have some, never runs", () => {
  const [problem] = problemsIn(
    "steps: [{ id: a, kind: note, next: b }, { id: b, kind: note }, { id: c, kind: note }]",
  )
  expect(problem).toMatchObject({ code: "lonely_step", severity: "warning", at: { step: "c" } })
  expect(codesIn("steps: [{ id: a, kind: note }, { id: b, kind: note }]")).toEqual([])
})

test("a step that no way from the start leads to never runs", () => {
  //   trigger ─▶ a ─▶ b      c ─▶ d
  const yaml = `
triggers: [{ id: t, type: manual, next: a }]
steps:
  - { id: a, kind: note, next: b }
  - { id: b, kind: note }
  - { id: c, kind: note, next: d }
  - { id: d, kind: note }`
  expect(codesIn(yaml)).toEqual(["unreachable_step steps.2", "unreachable_step steps.3"])
})

test("branches that stand side by side need no wires", () => {
  expect(
    codesIn("steps: [{ id: p, kind: side, steps: [{ id: a, kind: note }, { id: b, kind: note }] }]"),
  ).toEqual([])
  const mixed = "[{ id: a, kind: note, next: b }, { id: b, kind: note }, { id: c, kind: note }]"
  expect(codesIn(`steps: [{ id: p, kind: side, steps: ${mixed} }]`)).toEqual([])
})

/** The codes for a ─▶ b with what is said of b's way back to a. */
function cycle(b: string, more = ""): string[] {
  return codesIn(`
steps:
  - { id: a, kind: note, next: b ${more} }
  - { id: b, ${b} }
  - { id: out, kind: note }`).filter(code => !code.startsWith("lonely"))
}

test("a cycle that nothing ends is a warning", () => {
  expect(cycle("kind: note, next: a")).toEqual(["unbounded_cycle steps.1.next"])
  expect(cycle("kind: note, next: [a, out]")).toEqual(["unbounded_cycle steps.1.next.0"])
  expect(cycle("kind: fork, next: { true: a, false: a }")).toEqual(["unbounded_cycle steps.1.next.true"])
})

test("a cycle ends by a bound, by a condition, by an outlet that leads elsewhere, or by nothing left to do", () => {
  expect(cycle("kind: note, next: a", ", visits: 3")).toEqual([])
  expect(cycle("kind: note, next: { to: a, when: 'visit < 3' }")).toEqual([])
  expect(cycle("kind: fork, next: { true: a, false: out }")).toEqual([])
  expect(cycle("kind: fork, next: { true: a }")).toEqual([])
  expect(cycle("kind: divide, next: a")).toEqual([])
  expect(cycle("kind: rest, next: [{ to: a, after: 1h }, { to: out, on: { person: Stop } }]")).toEqual([])
})
