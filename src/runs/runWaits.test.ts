import { expect, test } from "vitest"
import { type Driver, run, trouble } from "../engine/core/testing/driver.ts"
import { flow, steps } from "../engine/core/testing/flow.ts"
import { type RunView, runView } from "./runView.ts"
import { canActAt } from "./step/canActAt.ts"
import { traced } from "./testing/traced.ts"

function viewOf({ plan, events }: Driver, moment: number | null = null): RunView {
  const { state, trace } = traced(plan, events)
  return runView(state, trace, { moment, focus: "" })
}

test("where a run has stopped shows what came there, and nothing of it in the past", () => {
  const driver = run(flow(steps("s>a a>b")), { started: { breakpoints: [{ step: "a" }] } })
  driver.step("s").completes([1, 2])
  const view = viewOf(driver)
  expect(view.stops).toMatchObject([
    { key: "a#1", step: "a", came: [{ from: "s", outlet: "success", value: [1, 2] }], problem: undefined },
  ])
  expect(view.steps.get("a")).toMatchObject({ look: "ready", isStopped: true })
  expect(canActAt("a", view)).toBe(true)
  expect(canActAt("s", view)).toBe(false)
  expect(viewOf(driver, 1).stops).toEqual([])
  expect(viewOf(driver.resumes()).stops).toEqual([])
})

test("a step that waits to be tried again says why and until when, and how it cost that far", () => {
  const retry = { attempts: 3, delay: "1h", jitter: "none" } as const
  const driver = run(flow(steps("a", { a: { kind: "read", retry } })))
  const used = { usd: 0.25, inputTokens: 1, outputTokens: 1, requests: 1 }
  driver.step("a").starts("read")
  driver.append({ type: "step.failed", at: 0, in: "", step: "a", visit: 1, problem: trouble("busy"), used })
  const view = viewOf(driver)
  expect(view.retrying).toMatchObject([
    { key: "a#1", attempt: 2, until: 3_600_000, problem: { code: "busy" } },
  ])
  expect(view.steps.get("a")).toMatchObject({ look: "retrying", usd: 0.25 })
  expect(canActAt("a", view)).toBe(true)
  expect(viewOf(driver.cancels())).toMatchObject({ retrying: [] })
})

test("an effect that is in doubt is decided at its step", () => {
  const driver = run(flow(steps("a", { a: { kind: "once" } })))
  driver.step("a").starts("once")
  driver.step("a").doubts()
  expect(canActAt("a", viewOf(driver))).toBe(true)
})

test("what stood in for steps is counted, and said of each", () => {
  const driver = run(flow(steps("a>b b>c")), {
    started: { standIns: { a: { outlets: { success: 1 }, pinned: true }, b: { outlets: { success: 2 } } } },
  })
  const view = viewOf(driver)
  expect(view.standIns).toEqual({ pinned: 1, madeUp: 1 })
  expect(view.steps.get("a")?.standIn).toBe("pinned")
  expect(view.steps.get("b")?.standIn).toBe("made_up")
  expect(view.steps.get("c")?.standIn).toBeUndefined()
})
