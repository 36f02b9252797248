import { expect, test } from "vitest"
import { flow, steps } from "../engine/core/testing/flow.ts"
import { staleSteps } from "./staleSteps.ts"

test("a step that was changed is stale, and all that follows from it; names and notes make no difference", () => {
  const then = flow(steps("a>b b>c d>e"))
  const now = flow(steps("a>b b>c d>e", { b: { with: { x: 1 } }, d: { name: "Another", note: "new" } }))
  expect([...staleSteps(then, now)]).toEqual([
    ["b", "Changed since this run"],
    ["c", "“b”, which leads here, was changed since this run"],
  ])
  expect(staleSteps(then, then).size).toBe(0)
})

test("within a container as outside it, and the container with what it holds", () => {
  const then = flow([{ id: "g", kind: "group", steps: steps("x>y") }])
  const now = flow([{ id: "g", kind: "group", steps: steps("x>y", { x: { with: { n: 2 } } }) }])
  expect([...staleSteps(then, now).keys()].sort()).toEqual(["g", "x", "y"])
})
