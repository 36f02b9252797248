import { expect, test } from "vitest"
import type { KindLookup } from "../../engine/core/plan.ts"
import { expectingWhatCame, sayExpectation } from "../../model/expectations.ts"
import type { Workflow } from "../../model/workflow.ts"
import { coverageOf } from "./coverage.ts"
import { expectationIn, fieldsOf, rowFrom, rowOf } from "./expectationRows.ts"
import type { ListedTest } from "./testBench.ts"
import { countTests, sayCounts } from "./testStanding.ts"

test("what is typed is JSON where it can be read as that, and else the words themselves", () => {
  const typed = (check: Parameters<typeof rowOf>[0]["check"], text: string) =>
    expectationIn(rowOf({ at: "output", check, text }))
  expect(typed("is", "3")).toEqual({ at: "output", is: 3 })
  expect(typed("is", '"3"')).toEqual({ at: "output", is: "3" })
  expect(typed("contains", "three of")).toEqual({ at: "output", contains: "three of" })
  expect(typed("above", "2.5")).toEqual({ at: "output", above: 2.5 })
  expect(typed("above", "many")).toBeUndefined()
  expect(typed("below", "")).toBeUndefined()
  expect(typed("matches", "^a+$")).toEqual({ at: "output", matches: "^a+$" })
  expect(typed("matches", "(")).toBeUndefined()
  expect(typed("exists", "false")).toEqual({ at: "output", exists: false })
  expect(expectationIn(rowOf({ at: " ", check: "is", text: "1" }))).toBeUndefined()
})

test("an expectation that is opened and not changed is the same", () => {
  for (const expectation of [
    { at: "a", is: { b: [1] } },
    { at: "a", matches: "^x" },
    { at: "a", exists: true },
    { at: "a", is: "text" },
  ]) {
    expect(expectationIn(rowFrom(expectation))).toEqual(expectation)
  }
})

test("fields are named by their path, containers before what is in them", () => {
  const at = fieldsOf({ status: "completed", steps: { a: { output: [{ n: 1 }], "odd name": 2 } } }).map(
    f => f.at,
  )
  expect(at).toEqual([
    "status",
    "steps",
    "steps.a",
    "steps.a.output",
    "steps.a.output[0]",
    "steps.a.output[0].n",
  ])
  expect(fieldsOf(Object.fromEntries(Array.from({ length: 9_000 }, (_, n) => [`f${n}`, n])))).toHaveLength(
    400,
  )
})

test("what came is expected from then on, where it was not, and nothing else changes", () => {
  const expect3 = [
    { at: "status", is: "completed" },
    { at: "output", is: 3 },
    { at: "output", below: 9 },
    { at: "steps.gone", exists: true },
  ]
  const failures = [
    { at: "output", is: 3, got: 4 },
    { at: "steps.gone", exists: true, got: undefined },
  ]
  expect(expectingWhatCame(expect3, failures).map(sayExpectation)).toEqual([
    'status is "completed"',
    "output is 4",
    "output is below 9",
    "steps.gone is not there",
  ])
})

test("a result says something about the workflow that was tested, and about no other", () => {
  const one = (name: string, passed: boolean | null, of = "now"): ListedTest => ({
    ...{ workflow: "w", name, expect: [], at: 0 },
    ...(passed === null ? {} : { last: { report: { name, passed, status: "", failures: [] }, of, at: 1 } }),
  })
  const tests = [one("a", true), one("b", false), one("c", null), one("d", true, "before")]
  expect(countTests(tests, "now")).toEqual({ passed: 1, failed: 1, stale: 2 })
  expect(sayCounts(countTests(tests, "now"))).toBe("1 passed, 1 failed, 2 not run since the last change")
  expect(sayCounts(countTests([], "now"))).toBe("no tests yet")
})

test("outlets are counted, failures only where something follows from them", () => {
  const kinds: KindLookup = () => ({ outlets: ["yes", "no"], effect: "pure" })
  const workflow: Workflow = {
    ...{ rivulet: 1, id: "w" },
    steps: [
      { id: "a", kind: "k", next: { yes: "b", failure: "c" } },
      { id: "b", kind: "k" },
      { id: "c", kind: "k", disabled: true },
    ],
  }
  expect(coverageOf(workflow, kinds, new Set())).toEqual({ all: 5, exercised: 0 })
  expect(coverageOf(workflow, kinds, new Set(["a\nyes", "a\nfailure", "gone\nyes"]))).toEqual({
    all: 5,
    exercised: 2,
  })
})
