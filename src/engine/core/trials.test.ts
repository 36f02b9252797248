import { expect, test } from "vitest"
import { fold } from "./apply.ts"
import { eventSchema } from "./event.ts"
import { forkOf } from "./fork.ts"
import { run, trouble } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"

test("[D1] a step for which something stands in is not done, each time that it is entered", () => {
  // s ──▶ a ──▶ b ──▶ a
  const driver = run(flow(steps("s>a a>b b>a", { a: { kind: "once" } }, { "b>a": { when: "again" } })), {
    started: { standIns: { a: { outlets: { success: 7 }, pinned: true } } },
    values: { again: true },
  })
  driver.step("s").completes().expectStarted("s", "b")
  expect(driver.visit("b").incoming?.visit.outlets).toEqual({ success: 7 })
  expect(driver.visit("a")).toMatchObject({ status: "completed", standIn: "pinned", task: undefined })
  driver.step("b").completes().expectStarted("b").says("again", false)
  expect(driver.visit("a").number).toBe(2)
  driver.step("b").completes().expectEnded("completed")
})

test("[D1] a problem that was made up goes the way of any failure, and follows from no attempt", () => {
  const standIns = { a: { problem: trouble("timed_out", { retryable: true }) } }
  const wired = run(flow(steps("a>b a.failure>c", { a: { kind: "read", retry: { attempts: 3 } } })), {
    started: { standIns },
  })
  wired.expectStarted("c").expectStatus("skipped", "b")
  expect(wired.visit("c").error?.code).toBe("timed_out")
  run(flow(steps("a>b", { a: { kind: "read" } })), { started: { standIns } }).expectEnded("failed")
  const disabled = run(flow(steps("a>b", { a: { disabled: true } })), { started: { standIns } })
  disabled.expectStarted("b")
})

test("[D1] a container for which something stands in opens no scope", () => {
  const each = { kind: "foreach", with: { items: [1, 2] }, steps: [{ id: "x", kind: "do" }] }
  const driver = run(flow(steps("each>b", { each })), {
    started: { standIns: { each: { outlets: { done: [10, 20] } } } },
  })
  driver.expectStarted("b")
  expect(driver.state.instances.get("each[0]#1")).toBeUndefined()
  expect(driver.visit("each").standIn).toBe("made_up")
})

test("[D2] a fork has what stood in by its outlets, and no failure that was made up", () => {
  const driver = run(flow(steps("a>b b>c")), {
    started: { standIns: { a: { outlets: { success: 1 } }, b: { problem: trouble() } } },
  })
  driver.expectEnded("failed")
  const fork = forkOf(driver.state, { type: "retry" }, { at: 0, run: "r2", seed: 1 })
  expect(fork.standIns).toEqual({ a: { outlets: { success: 1 } } })
})

test("[D3] at a breakpoint the run pauses before the step, with its values there and nothing begun", () => {
  // s ──▶ a ──▶ c
  // └───▶ b
  const driver = run(flow(steps("s>a s>b a>c")), { started: { breakpoints: [{ step: "a" }] } })
  driver.step("s").completes("came").expectStarted("s").expectStopped("a")
  expect(driver.visit("a").incoming?.visit.outlets).toEqual({ success: "came" })
  expect(driver.state.pausedFor).toBe("breakpoint")
  driver.resumes().expectStopped().expectStarted("b", "a").step("a").completes().expectStarted("c")
})

test("[D3] what is under way when the run stops comes to its end; a second visit stops again", () => {
  const driver = run(flow(steps("s>a s>b b>d a>x x>a", {}, { "x>a": { when: "again" } })), {
    started: { breakpoints: [{ step: "a" }] },
    values: { again: true },
  })
  driver.step("s").completes().expectStopped("a").resumes().expectStarted("s", "b", "a")
  driver.step("a").completes().step("x").completes().expectStopped("a").expectStarted("x")
  driver.step("b").completes().expectStatus("ready", "d").expectStarted()
  driver.resumes().expectStarted("d", "a")
})

test("[D3] a breakpoint on a wire stops before the step that was reached by it, and by no other", () => {
  const wired = (by: { step: string; outlet: string }) =>
    run(flow(steps("c.yes>a c.no>a", { c: { kind: "choose" } })), {
      started: { breakpoints: [{ step: "a", by }] },
    })
      .step("c")
      .leaves({ yes: 1 })
  wired({ step: "c", outlet: "yes" }).expectStopped("a")
  wired({ step: "c", outlet: "no" }).expectStopped().expectStarted("c", "a")
})

test("[D4] a breakpoint with a condition stops where it holds", () => {
  const driver = run(flow(steps("s>a s>b")), {
    started: {
      breakpoints: [
        { step: "a", when: "big" },
        { step: "b", when: "small" },
      ],
    },
    values: { big: true, small: false },
  })
  driver.step("s").completes().expectStopped("a")
  driver.resumes().expectStarted("s", "b", "a")
})

test("[D5] resumed for one step, the run stops before each that is entered then", () => {
  const driver = run(flow(steps("a>b b>c b>d")), { started: { breakpoints: [{ step: "a" }] } })
  driver.expectStopped("a").goesOneStep().expectStarted("a")
  driver.step("a").completes().expectStopped("b").goesOneStep().expectStarted("b")
  driver.step("b").completes().expectStopped("c", "d")
  driver.goesOneStep().expectStarted("c").expectStatus("ready", "d")
  driver.step("c").completes().expectStopped("d").resumes().expectStarted("d")
  driver.step("d").completes().expectEnded("completed")
})

test("[D5] a container is one step, unless a breakpoint stands in it", () => {
  const each = { kind: "foreach", with: { items: [1] }, steps: [{ id: "x", kind: "do" }] }
  const workflow = flow(steps("each>b", { each }))
  const over = run(workflow, { started: { breakpoints: [{ step: "each" }] } }).goesOneStep()
  over.expectStarted("each[0]#1/x").step("each[0]#1/x").completes().expectStopped("b")
  const into = run(workflow, { started: { breakpoints: [{ step: "each" }, { step: "x" }] } })
  into.goesOneStep().expectStopped("each[0]#1/x").resumes().expectStarted("each[0]#1/x")
})

test("[D6] nothing is stopped before once the run is being cancelled, and what was stopped never begins", () => {
  const driver = run(
    { ...flow(steps("a>b")), always: [{ id: "z", kind: "do" }] },
    {
      started: { breakpoints: [{ step: "a" }, { step: "z" }] },
    },
  )
  driver.expectStopped("a").cancels().expectStatus("cancelled", "a").expectStarted("!always/z")
})

test("[D6] what a fork takes over is not stopped before", () => {
  const parent = run(flow(steps("a>b b>c")))
  parent.step("a").completes(1).step("b").completes(2).step("c").completes(3)
  const { fork } = forkOf(parent.state, { type: "from", step: "b" }, { at: 0, run: "r2", seed: 1 })
  const breakpoints = [{ step: "a" }, { step: "b" }]
  run(flow(steps("a>b b>c")), { started: { fork: fork as never, breakpoints } }).expectStopped("b")
})

test("[D7] breakpoints may be changed on the way, and what has stopped stays", () => {
  const driver = run(flow(steps("a>b b>c")), { started: { breakpoints: [{ step: "a" }, { step: "b" }] } })
  driver.append({ type: "run.breakpoints", at: 0, breakpoints: [{ step: "c" }] }).expectStopped("a")
  driver.resumes().step("a").completes().step("b").completes().expectStopped("c").expectStarted("a", "b")
})

test("[D3] [P2] where a run has stopped is folded from its journal, and survives a crash", () => {
  const driver = run(flow(steps("s>a a>b")), { started: { breakpoints: [{ step: "a" }] } })
  driver.step("s").completes().crashes().expectStopped("a")
  expect(driver.events.every(event => eventSchema.safeParse(event).success)).toBe(true)
  const again = fold(driver.plan, driver.events)
  expect(again.stops.map(({ visit }) => visit.step.id)).toEqual(["a"])
  expect(again.phase).toBe("paused")
})

test("[W15] who does not want to wait for the next attempt has it made at once", () => {
  const retry = { attempts: 3, delay: "1h", jitter: "none" } as const
  const driver = run(flow(steps("a>b", { a: { kind: "read", retry } })))
  driver.expectStarted("a").step("a").starts("read").step("a").fails(trouble("busy"))
  driver.expectStatus("retrying", "a").expectStarted()
  driver.step("a").hurries().expectStarted("a")
  expect(driver.start("a")).toMatchObject({ attempt: 2, key: "r1:a#1" })
  driver.passes(7_200_000).expectStarted().step("a").hurries().expectStarted()
})
