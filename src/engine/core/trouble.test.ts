import { expect, test } from "vitest"
import { run, trouble } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"

const passing = trouble("busy", { retryable: true })

test("[T1] what reads or writes is tried three times when the problem may pass, anything else once", () => {
  const driver = run(flow(steps("a>b", { a: { kind: "read" } })))
  driver.step("a").fails(passing).expectStatus("retrying", "a").passes(1_000).expectStatus("ready", "a")
  driver.step("a").fails(passing).passes(2_000)
  expect(driver.start("a").attempt).toBe(3)
  driver.step("a").fails(passing).expectEnded("failed")
  run(flow(steps("a", { a: { kind: "read" } })))
    .step("a")
    .fails(trouble())
    .expectEnded("failed")
  run(flow(steps("a")))
    .step("a")
    .fails(passing)
    .expectEnded("failed")
})

test("[T2] the first policy that names the problem says how often and how long apart; its tries alone count", () => {
  const retry = [
    { on: "slow", attempts: 2, delay: "1s", jitter: "none" as const },
    { on: "*", attempts: 3, delay: "10s", factor: 3, maxDelay: "20s", jitter: "none" as const },
  ]
  const driver = run(flow(steps("a", { a: { retry } })))
  driver
    .step("a")
    .fails("slow")
    .passes(999)
    .expectStatus("retrying", "a")
    .passes(1)
    .expectStatus("ready", "a")
  driver.step("a").fails("odd").passes(10_000).expectStatus("ready", "a")
  driver.step("a").fails("odd").passes(19_999).expectStatus("retrying", "a").passes(1)
  driver.step("a").fails("slow").expectEnded("failed")
})

test("[T3] jitter comes from the run's seed, and is the same whenever the journal is folded", () => {
  const waits = (seed: number) => {
    const driver = run(flow(steps("a", { a: { kind: "read" } })), { started: { seed } })
    return driver.step("a").fails(passing).asked("wake")[0]?.at ?? -1
  }
  expect(waits(1)).toBe(waits(1))
  expect(new Set([1, 2, 3, 4, 5].map(waits)).size).toBeGreaterThan(1)
  for (const seed of [1, 2, 3, 4, 5]) expect(waits(seed)).toBeLessThanOrEqual(1_000)
})

test("[T4] a server's word on when to come again wins", () => {
  run(flow(steps("a", { a: { kind: "read" } })))
    .step("a")
    .fails({ ...passing, data: { retryAfter: 90_000 } })
    .passes(89_999)
    .expectStatus("retrying", "a")
    .passes(1)
    .expectStatus("ready", "a")
})

test("[T5] a failure is handled when one of its wires goes live", () => {
  //  a ─failure▶ b      the run completes, as b handled it
  const driver = run(flow(steps("a>c a.failure>b", {})))
  driver
    .step("a")
    .fails("odd")
    .expectStatus("ready", "b")
    .expectStatus("skipped", "c")
    .expectStatus("failed", "a")
  expect(driver.visit("b").error).toMatchObject({ code: "odd", at: { step: "a", visit: 1 } })
  driver.step("b").completes("mended").expectEnded("completed", "mended")
})

test("[T6] a failure that no wire takes stops the scope: nothing more starts, what runs is cancelled", () => {
  //  a ─failure, when x▶ b        c runs beside
  const graph = steps("s>a s>c c>d a.failure>b", {}, { "a.failure>b": { when: "x" } })
  const driver = run(flow(graph), { values: { x: false } })
  driver.step("s").completes().step("c").starts("read")
  driver.step("a").fails("odd").expectGoingOn()
  expect(driver.asked("abort")).toMatchObject([{ step: "c" }])
  driver.step("c").stops().expectStatus("cancelled", "c").expectStatus("none", "d").expectEnded("failed")
  expect(driver.state.problem).toMatchObject({ code: "odd" })
})

test("[T7] onError continue leaves by the first outlet with null, default with its value", () => {
  const driver = run(flow(steps("a>b b>c", { a: { onError: "continue" }, b: { onError: { default: 7 } } })))
  driver.step("a").fails()
  expect(driver.visit("b").incoming?.visit.outlets).toEqual({ success: null })
  driver.step("b").fails()
  expect(driver.visit("c").incoming?.visit.outlets).toEqual({ success: 7 })
  driver.step("c").completes().expectEnded("completed")
})

test("[T8] the error is that of the arriving failure, else the one that was handled last on the way", () => {
  const driver = run(flow(steps("a.failure>b b>c")))
  driver.step("a").fails("odd").step("b").completes()
  expect(driver.visit("c").error).toMatchObject({ code: "odd" })
})

test("[T9] when the root fails its failure steps run, then what is always done; the run has failed", () => {
  const driver = run(flow(steps("a"), { failure: steps("f"), always: steps("z") }))
  driver.step("a").fails("odd").expectStarted("a", "!failure/f")
  expect(driver.visit("!failure/f").error).toMatchObject({ code: "odd" })
  driver.step("!failure/f").completes().expectStarted("!always/z").step("!always/z").completes()
  driver.expectEnded("failed")
  expect(driver.state.problem).toMatchObject({ code: "odd" })
})

test("[T9] what is always done runs after success too, and its failure is the run's", () => {
  run(flow(steps("a"), { failure: steps("f"), always: steps("z") }))
    .step("a")
    .completes()
    .expectStarted("a", "!always/z")
    .step("!always/z")
    .fails()
    .expectEnded("failed")
})

test("[T10] a condition that cannot be evaluated fails its step", () => {
  const driver = run(flow(steps("a>b a.failure>c", {}, { "a>b": { when: "x" } })), { silent: ["route"] })
  driver.step("a").completes().step("a").fails("bad_expression").expectStatus("ready", "c")
  driver.expectStatus("skipped", "b")
})

test("[T11] a problem in evaluating the parameters is final: no policy tries it again", () => {
  const driver = run(flow(steps("a", { a: { retry: { attempts: 5 } } })))
  driver
    .append({ type: "step.failed", at: 0, in: "", step: "a", visit: 1, problem: trouble(), final: true })
    .expectEnded("failed")
})

test("[T12] the run's limit counts the time in which an attempt executes, and no waiting", () => {
  const driver = run(flow(steps("a>b"), { settings: { timeout: "1m" } }))
  driver.passes(30_000).step("a").waits({ for: "event", name: "x" }).passes(600_000).expectGoingOn()
  driver.step("a").answers().passes(29_999).expectGoingOn().passes(1).expectEnded("failed")
  expect(driver.state.problem).toMatchObject({ code: "run_timed_out" })
})

test("[T12] time in which nobody had the run does not count", () => {
  const driver = run(flow(steps("s>a s>b"), { settings: { timeout: "1m" } }))
  driver.passes(20_000).step("s").completes()
  driver.crashes(36_000_000).passes(39_999).expectGoingOn().passes(1).expectEnded("failed")
  expect(driver.state.problem).toMatchObject({ code: "run_timed_out" })
})

test("[T13] a run that a stop step ends comes to what it says; what else runs is cancelled", () => {
  const graph = steps("a>s a>b", { s: { kind: "stop", with: { as: "failed", message: "No." } } })
  const driver = run(flow(graph, { always: steps("z") }))
  driver
    .step("a")
    .completes()
    .expectStatus("cancelled", "b")
    .step("!always/z")
    .completes()
    .expectEnded("failed")
  expect(driver.state.problem).toMatchObject({ message: "No." })
})
