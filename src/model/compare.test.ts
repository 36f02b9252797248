import fc from "fast-check"
import { expect, test } from "vitest"
import { compareWorkflows, countDifferences, sayPath } from "./compare.ts"
import { arbitraryWorkflow } from "./testing/arbitraryWorkflow.ts"
import type { Workflow } from "./workflow.ts"

/*
 *   a ─▶ b ─▶ c      (b holds d)
 */
const before: Workflow = {
  rivulet: 1,
  id: "w",
  name: "Before",
  inputs: { path: { type: "string" }, gone: { type: "number" } },
  steps: [
    { id: "a", kind: "log", with: { message: "hi", more: { deep: 1, same: 2 } }, next: "b" },
    { id: "b", kind: "group", next: "c", steps: [{ id: "d", kind: "log" }] },
    { id: "c", kind: "log" },
  ],
  layout: { a: [0, 0] },
}

test("what a run cannot tell is no difference", () => {
  const moved: Workflow = { ...before, layout: { a: [9, 9] }, notes: [{ text: "x", at: [0, 0] }] }
  expect(countDifferences(compareWorkflows(before, moved))).toBe(0)
})

test("steps are added, removed and changed, field by field, inside containers too", () => {
  const after: Workflow = {
    ...before,
    steps: [
      { id: "a", kind: "log", with: { message: "hey", more: { deep: 2, same: 2 } }, next: "b" },
      { id: "b", kind: "group", next: "e", steps: [{ id: "d", kind: "log", disabled: true }] },
      { id: "e", kind: "log" },
    ],
  }
  const found = compareWorkflows(before, after)
  expect(found.steps).toEqual([
    {
      id: "a",
      is: "changed",
      fields: [
        ["with", "message"],
        ["with", "more", "deep"],
      ],
    },
    { id: "e", is: "added", fields: [] },
    { id: "d", is: "changed", fields: [["disabled"]] },
    { id: "c", is: "removed", fields: [] },
  ])
  expect(found.wires).toEqual([
    { from: "b", outlet: null, to: "e", is: "added" },
    { from: "b", outlet: null, to: "c", is: "removed" },
  ])
  // The two wires come and go with their steps.
  expect(countDifferences(found)).toBe(4)
})

test("a wire that waits for something else, and a step in another scope, have changed", () => {
  const [a, b, c] = before.steps
  if (!a || !b || !c) throw new Error("Expected three steps")
  const after: Workflow = {
    ...before,
    steps: [
      { ...a, next: { success: [{ to: "b", after: "5m" }] } },
      { ...b, steps: [] },
      c,
      { id: "d", kind: "log" },
    ],
  }
  const found = compareWorkflows(before, after)
  expect(found.steps).toEqual([{ id: "d", is: "changed", fields: [[]] }])
  expect(found.wires.map(({ from, to, is }) => `${from}${to} ${is}`)).toEqual(["ab added", "ab removed"])
})

test("fields of the workflow itself differ by name", () => {
  const after: Workflow = { ...before, name: "After", inputs: { path: { type: "text" as "string" } } }
  expect(compareWorkflows(before, after).fields.map(sayPath)).toEqual([
    "name",
    "inputs.path.type",
    "inputs.gone",
  ])
})

test("no workflow differs from itself, and to come back takes the contrary", () => {
  fc.assert(
    fc.property(arbitraryWorkflow, arbitraryWorkflow, (one, other) => {
      expect(countDifferences(compareWorkflows(one, structuredClone(one)))).toBe(0)
      const there = compareWorkflows(one, other)
      const back = compareWorkflows(other, one)
      const ids = (found: typeof there, is: string) =>
        found.steps
          .filter(step => step.is === is)
          .map(({ id }) => id)
          .sort()
      expect(ids(there, "added")).toEqual(ids(back, "removed"))
      expect(ids(there, "changed")).toEqual(ids(back, "changed"))
    }),
    { numRuns: 50 },
  )
})
