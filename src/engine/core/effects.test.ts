import { expect, test } from "vitest"
import { run, trouble } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"

test("[E1] the key of an effect names run, scope, step and visit, and is the same on every attempt", () => {
  const inner = steps("b", { b: { kind: "read" } })
  const driver = run(
    flow([{ id: "each", kind: "foreach", with: { items: [1, 2], concurrency: 2 }, steps: inner }]),
  )
  expect(driver.start("each[1]#1/b").key).toBe("r1:each[1]#1/b#1")
  driver.step("each[1]#1/b").starts("read")
  driver
    .step("each[1]#1/b")
    .fails(trouble("busy", { retryable: true }))
    .passes(60_000)
  expect(driver.start("each[1]#1/b")).toMatchObject({ attempt: 2, key: "r1:each[1]#1/b#1" })
})

test("[E2] every attempt has the input of the first", () => {
  const driver = run(flow(steps("a", { a: { kind: "write" } })))
  driver
    .step("a")
    .starts("write", { to: "x" })
    .step("a")
    .fails(trouble("busy", { retryable: true }))
    .passes(60_000)
  expect(driver.start("a").input).toEqual({ to: "x" })
})

test("[E3] after a crash what is safe to repeat is attempted again, and the attempt that was cut does not count", () => {
  for (const effect of ["pure", "read", "write"] as const) {
    const driver = run(flow(steps("a", { a: { kind: "write" } })))
    driver.step("a").starts(effect).crashes().expectStatus("ready", "a")
    expect(driver.start("a")).toMatchObject({ attempt: 1, key: "r1:a#1" })
  }
})

test("[E4] a once step that a crash cut is in doubt, and nothing else is", () => {
  const driver = run(
    flow(steps("s>a s>b s>c", { a: { kind: "once" }, b: { kind: "read" }, c: { kind: "once" } })),
  )
  driver.step("s").completes().step("a").starts("once").step("b").starts("read").crashes()
  driver.expectStatus("in_doubt", "a").expectStatus("ready", "b", "c")
})

test("[E4] unless the step says that it may be repeated", () => {
  run(flow(steps("a", { a: { kind: "once", repeatable: true } })))
    .step("a")
    .starts("once")
    .crashes()
    .expectStatus("ready", "a")
})

test("[E5] a person decides about a step in doubt: retry with the same key, done with a value, or failed", () => {
  const doubtful = () =>
    run(flow(steps("a>b a.failure>c", { a: { kind: "once" } })))
      .step("a")
      .starts("once")
      .step("a")
      .doubts()
      .expectStatus("in_doubt", "a")
  const again = doubtful().step("a").decides({ type: "retry" })
  expect(again.start("a")).toMatchObject({ attempt: 1, key: "r1:a#1", visit: 1 })
  const done = doubtful()
    .step("a")
    .decides({ type: "done", outlets: { success: "sent" } })
  expect(done.visit("b").incoming?.visit.outlets).toEqual({ success: "sent" })
  doubtful().step("a").decides({ type: "fail" }).expectStatus("ready", "c").expectStatus("skipped", "b")
})

test("[E6] onDoubt decides at once where it is given", () => {
  const doubtful = (onDoubt: "retry" | "fail" | { done: string }) =>
    run(flow(steps("a>b a.failure>c", { a: { kind: "once", onDoubt } })))
      .step("a")
      .starts("once")
      .crashes()
  doubtful("retry").expectStatus("ready", "a")
  doubtful("fail").expectStatus("ready", "c")
  doubtful({ done: "sent" }).expectStatus("ready", "b")
})

test("[E7] retry does not apply to a step in doubt", () => {
  run(flow(steps("a", { a: { kind: "once", retry: { attempts: 5, on: "*" } } })))
    .step("a")
    .starts("once")
    .step("a")
    .doubts()
    .passes(3_600_000)
    .expectStatus("in_doubt", "a")
})

test("[E8] a run that is taken over three times with nothing done in between is parked", () => {
  const driver = run(flow(steps("a", { a: { kind: "read" } })))
  driver.crashes().crashes()
  expect(driver.state.phase).toBe("running")
  driver.crashes()
  expect([driver.state.phase, driver.state.pausedFor]).toEqual(["paused", "parked"])
  driver.resumes().expectStatus("ready", "a").step("a").completes().expectEnded("completed")
})

test("[E8] a run that only waits is not parked, however often its tab closes", () => {
  const driver = run(flow(steps("a", { a: { kind: "read" } })))
  driver.step("a").waits({ for: "person", ask: {} })
  driver.crashes().crashes().crashes().crashes()
  expect(driver.state.phase).toBe("running")
})

test("[E9] an orderly goodbye does not count towards parking", () => {
  const driver = run(flow(steps("a", { a: { kind: "read" } })))
  for (let round = 0; round < 5; round++) driver.crashes().append({ type: "run.released", at: 0 })
  expect(driver.state.phase).toBe("running")
})

test("[E10] an answer that comes after its attempt has ended says nothing any more", () => {
  const driver = run(flow(steps("a>b")))
  driver.step("a").completes("first").step("a").completes("late").step("a").fails()
  expect(driver.visit("b").incoming?.visit.outlets).toEqual({ success: "first" })
  driver.expectStatus("ready", "b").expectStatus("completed", "a")
})
