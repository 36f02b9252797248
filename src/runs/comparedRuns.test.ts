import { expect, test } from "vitest"
import { run } from "../engine/core/testing/driver.ts"
import { flow, steps } from "../engine/core/testing/flow.ts"
import { comparedSteps, comparedValues } from "./comparedRuns.ts"
import { type RunView, runView } from "./runView.ts"
import { traced } from "./testing/traced.ts"

/** A run of a step that gives something, and of one after it that may not be reached. */
function viewOf(gave: number, goesOn = true): RunView {
  const driver = run(flow(steps("a>b")))
  driver.step("a").completes(gave)
  if (goesOn) driver.step("b").completes(1)
  const { state, trace } = traced(driver.plan, driver.events)
  return runView(state, trace, { moment: null, focus: "" })
}

test("steps stand side by side with what they gave; those that one run did not come to, too", () => {
  const pairs = comparedSteps(viewOf(1), viewOf(2, false))
  expect(pairs).toMatchObject([
    { id: "a", isSame: false, before: { value: { success: 1 } }, after: { value: { success: 2 } } },
    { id: "b", isSame: false, after: { say: "ready" } },
  ])
  expect(comparedSteps(viewOf(1), viewOf(1)).map(({ isSame }) => isSame)).toEqual([true, true])
})

test("what runs began with, kept and gave is compared where either has some", () => {
  const plain = viewOf(1)
  const other: RunView = { ...plain, inputs: { who: "Ada" }, output: 2 }
  expect(comparedValues({ ...plain, output: undefined }, other)).toMatchObject([
    { id: "inputs", isSame: false, before: { value: {} }, after: { value: { who: "Ada" } } },
    { id: "output", isSame: false, after: { value: 2 } },
  ])
  expect(comparedValues(other, other).map(({ isSame }) => isSame)).toEqual([true, true])
})
