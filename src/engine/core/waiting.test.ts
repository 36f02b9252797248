import { expect, test } from "vitest"
import { run } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"

test("[W1] a waiting step holds no slot, and an answer continues it", () => {
  const driver = run(
    flow(steps("s>a s>b a.approved>c", { a: { kind: "ask" } }), { settings: { parallel: 1 } }),
  )
  driver.step("s").completes().expectStarted("s", "a")
  driver
    .step("a")
    .waits({ for: "person", ask: { title: "Send it?" } })
    .expectStarted("b")
    .expectStatus("waiting", "a")
  expect(driver.asked("listen")).toMatchObject([{ step: "a", key: "r1:a#1", wait: { for: "person" } }])
  driver.step("b").completes().expectGoingOn()
  driver.step("a").answers("approved", "yes").expectStatus("ready", "c")
  expect(driver.visit("a").outlets).toEqual({ approved: "yes" })
})

test("[W2] a wait for a time ends by itself, and hands on what came in", () => {
  const driver = run(flow(steps("s>a a>b")))
  driver.step("s").completes("through").step("a").waits({ for: "time", until: 5_000 })
  driver.passes(4_999).expectStatus("waiting", "a").passes(1).expectStatus("ready", "b")
  expect(driver.visit("b").incoming?.visit.outlets).toEqual({ success: "through" })
})

test("[W3] a wait that is over leaves by timeout where the kind has it, else the step fails", () => {
  const asked = run(flow(steps("a.timeout>b", { a: { kind: "ask", timeout: "1h" } })))
  asked.step("a").waits({ for: "person", ask: {} }).passes(3_600_000).expectStatus("ready", "b")
  const heard = run(flow(steps("a.failure>b", { a: { kind: "do" } })))
  heard.step("a").waits({ for: "event", name: "paid", until: 1_000 }).passes(1_000).expectStatus("ready", "b")
  expect(heard.visit("b").error?.code).toBe("timed_out")
})

test("[W4] while paused nothing starts and no timer fires; what fell due fires on resume", () => {
  const driver = run(flow(steps("s>a s>b a>c b>d")))
  driver.step("s").completes().step("a").waits({ for: "time", until: 1_000 })
  driver.pauses().step("b").completes().expectStarted("s", "a", "b").passes(5_000)
  driver.expectStatus("waiting", "a").expectStatus("ready", "d").expectStarted()
  driver.resumes().expectStarted("d").passes(0).expectStarted("c")
})

test("[W5] what is under way when the run is paused comes to its end, and counts", () => {
  const driver = run(flow(steps("a>b")))
  driver.pauses().step("a").completes("done").expectStatus("ready", "b").expectStarted("a")
  driver.resumes().expectStarted("b").step("b").completes("end").expectEnded("completed", "end")
})

test("[W6] a cancel asks what runs to stop, drops what waits, and lets nothing start", () => {
  const driver = run(flow(steps("s>a s>b s>c a>d"), { settings: { parallel: 2 } }))
  driver.step("s").completes().step("a").starts("read").step("b").waits({ for: "event", name: "x" })
  driver.cancels().expectStatus("cancelled", "b").expectGoingOn()
  expect(driver.asked("abort")).toMatchObject([{ step: "a" }])
  driver
    .step("a")
    .stops()
    .expectStatus("cancelled", "a", "c")
    .expectStatus("none", "d")
    .expectEnded("cancelled")
})

test("[W7] what ends by itself while it is being cancelled has ended, and leads nowhere", () => {
  const driver = run(flow(steps("a>b")))
  driver.step("a").starts("read").cancels().step("a").completes("late")
  driver.expectStatus("completed", "a").expectStatus("none", "b").expectEnded("cancelled")
})

test("[W8] a once step that a cancel cut stays in doubt on record, and the run is cancelled all the same", () => {
  const driver = run(flow(steps("a", { a: { kind: "once" } })))
  driver.step("a").starts("once").cancels().step("a").doubts().expectEnded("cancelled")
  expect(driver.visit("a").task?.status).toBe("in_doubt")
})

test("[W9] a cancel skips the failure steps and runs what is always done; asked again, not even that", () => {
  const rest = { failure: steps("f"), always: steps("z") }
  run(flow(steps("a"), rest))
    .cancels()
    .expectStarted("a", "!always/z")
    .step("!always/z")
    .completes()
    .expectEnded("cancelled")
  run(flow(steps("a"), rest))
    .cancels()
    .cancels()
    .expectEnded("cancelled")
})

test("[W10] a run that is paused can be cancelled", () => {
  run(flow(steps("a")))
    .pauses()
    .cancels()
    .expectEnded("cancelled")
})

test("[W11] no more attempts execute side by side than the settings allow", () => {
  const driver = run(flow(steps("s>a s>b s>c"), { settings: { parallel: 2 } }))
  driver.step("s").completes().expectStarted("s", "a", "b").step("b").completes().expectStarted("c")
})

test("[W12] the run's output is that of the workflow, or of its last step", () => {
  run(flow(steps("a"), { output: "out" }), { values: { out: 42 } })
    .step("a")
    .completes(1)
    .expectEnded("completed", 42)
  run(flow(steps("a")))
    .step("a")
    .completes(1)
    .expectEnded("completed", 1)
})

test("[W13] once the run has ended nothing changes it", () => {
  const driver = run(flow(steps("a")))
    .step("a")
    .completes(1)
  const before = driver.state.events
  driver.append({ type: "run.cancel_asked", at: 9 })
  expect([driver.state.events, driver.state.result, driver.asked("wake")]).toEqual([before, "completed", []])
})
