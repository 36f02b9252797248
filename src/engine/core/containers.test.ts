import { expect, test } from "vitest"
import type { Step } from "../../model/workflow.ts"
import { run, trouble } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"

function each(parameters: object, inside: readonly Step[], rest: Partial<Step> = {}): Step {
  return { id: "each", kind: "foreach", with: { items: [1, 2, 3], ...parameters }, steps: inside, ...rest }
}

test("[K1] each iteration is a scope instance with states of its own", () => {
  const driver = run(flow([each({ concurrency: 2 }, steps("a>b"))]))
  driver
    .expectStarted("each[0]#1/a", "each[1]#1/a")
    .step("each[1]#1/a")
    .completes()
    .expectStarted("each[1]#1/b")
  driver.expectStatus("ready", "each[0]#1/a")
})

test("[K2] foreach keeps to its concurrency, and its results are in the order of the items", () => {
  const driver = run(flow([each({ concurrency: 2 }, steps("a"))]))
  driver.step("each[1]#1/a").completes("two").expectStarted("each[0]#1/a", "each[1]#1/a", "each[2]#1/a")
  driver.step("each[2]#1/a").completes("three").step("each[0]#1/a").completes("one")
  driver.expectEnded("completed", ["one", "two", "three"])
  expect(driver.visit("each").origins).toEqual({ done: [[0], [1], [2]] })
})

test("[K3] foreach over nothing leaves by done with nothing", () => {
  run(flow([each({ items: [] }, steps("a"))]))
    .expectStarted()
    .expectEnded("completed", [])
})

test("[K4] when an item fails, foreach stops, leaves the error in its place, or drops it", () => {
  const fails = (onItemError: string) =>
    run(flow([each({ onItemError, concurrency: 3 }, steps("a"))]))
      .step("each[0]#1/a")
      .completes("one")
      .step("each[1]#1/a")
      .fails("odd")
  fails("continue")
    .step("each[2]#1/a")
    .completes("three")
    .expectEnded("completed", ["one", { error: { code: "odd", message: "It is odd." } }, "three"])
  const dropped = fails("drop")
    .step("each[2]#1/a")
    .completes("three")
    .expectEnded("completed", ["one", "three"])
  expect(dropped.visit("each").origins).toEqual({ done: [[0], [2]] })
  const stopped = fails("stop").expectStatus("cancelled", "each[2]#1/a").expectEnded("failed")
  expect(stopped.state.problem).toMatchObject({ code: "odd", at: { step: "a" } })
})

test("[K5] the output of a container is evaluated inside each instance", () => {
  const driver = run(flow([each({ concurrency: 3 }, steps("a>b"), { output: "out" })]), {
    values: { "each[0]#1 out": "x", "each[1]#1 out": "y", "each[2]#1 out": "z" },
  })
  for (const index of [2, 0, 1]) {
    driver.step(`each[${index}]#1/a`).completes().step(`each[${index}]#1/b`).completes()
  }
  driver.expectEnded("completed", ["x", "y", "z"])
})

test("[K6] without an output it is the value of the last completed step that has no live wire", () => {
  //  a ──▶ b,  c       b ends before c
  const inside = steps("s>a s>c a>b")
  const driver = run(flow([each({ items: [1] }, inside)]))
  const at = (id: string) => driver.step(`each[0]#1/${id}`)
  at("s").completes()
  at("a").completes("a")
  at("b").completes("b")
  at("c").completes("c").expectEnded("completed", ["c"])
})

test("[K7] an output that cannot be evaluated fails the instance", () => {
  const driver = run(flow([each({ items: [1] }, steps("a"), { output: "out" })]), { silent: ["close"] })
  driver.step("each[0]#1/a").completes()
  driver.append({ type: "scope.closed", at: 0, in: "each[0]#1", problem: trouble("bad_output") })
  driver.expectEnded("failed")
  expect(driver.state.problem?.code).toBe("bad_output")
})

test("[K8] repeat runs until its condition holds inside, or leaves by exhausted", () => {
  const again = (max: number): Step[] => [
    {
      id: "again",
      kind: "repeat",
      with: { until: "good", max },
      steps: steps("a"),
      next: { done: "d", exhausted: "x" },
    },
    { id: "d", kind: "do" },
    { id: "x", kind: "do" },
  ]
  const driver = run(flow(again(5)), { values: { good: false, "again[1]#1 good": true } })
  driver.step("again[0]#1/a").completes(1).step("again[1]#1/a").completes(2).expectStatus("ready", "d")
  expect(driver.visit("d").incoming?.visit.outlets).toEqual({ done: 2 })
  expect(driver.state.instances.get("again[1]#1")?.gives).toEqual({
    index: 1,
    loop: { index: 1, previous: 1 },
  })
  const exhausted = run(flow(again(2)), { values: { good: false } })
  exhausted.step("again[0]#1/a").completes(1).step("again[1]#1/a").completes(2).expectStatus("ready", "x")
})

test("[K9] a group leaves by done with its output, or by failure with what was not handled inside", () => {
  const grouped: Step[] = [
    { id: "g", kind: "group", steps: steps("a>b"), next: { done: "ok", failure: "no" } },
    { id: "ok", kind: "do" },
    { id: "no", kind: "do" },
  ]
  const good = run(flow(grouped)).step("g[0]#1/a").completes().step("g[0]#1/b").completes("out")
  expect(good.expectStatus("ready", "ok").visit("ok").incoming?.visit.outlets).toEqual({ done: "out" })
  const bad = run(flow(grouped)).step("g[0]#1/a").fails("odd")
  expect(bad.expectStatus("ready", "no").visit("no").error).toMatchObject({ code: "odd", at: { step: "a" } })
})

test("[K10] what a group always does runs after success, failure, a limit of time, and a cancel", () => {
  const grouped = (rest: Partial<Step> = {}): Step[] => [
    { id: "g", kind: "group", steps: steps("a"), always: steps("z"), ...rest },
  ]
  const ended = (driver: ReturnType<typeof run>) => driver.step("g.always[0]#1/z").completes()
  ended(run(flow(grouped())).step("g[0]#1/a").completes("out")).expectEnded("completed", "out")
  const bad = run(flow(grouped())).step("g[0]#1/a").fails("odd")
  expect(bad.visit("g.always[0]#1/z").error).toMatchObject({ code: "odd", at: { step: "a" } })
  ended(bad).expectEnded("failed")
  const late = run(flow(grouped({ timeout: "1m" }))).passes(60_000)
  expect(late.visit("g.always[0]#1/z").error).toMatchObject({ code: "timed_out" })
  ended(late.expectStatus("cancelled", "g[0]#1/a")).expectEnded("failed")
  expect(late.state.problem).toMatchObject({ code: "timed_out" })
  ended(run(flow(grouped())).cancels().expectGoingOn()).expectEnded("cancelled")
})

test("[K11] after a cancel, what is always done has 30 seconds and no longer", () => {
  const driver = run(flow([{ id: "g", kind: "group", steps: steps("a"), always: steps("z") }]))
  driver.cancels().passes(29_999).expectGoingOn().passes(1).expectEnded("cancelled")
})

test("[W9] a second cancel ends what a group always does, and keeps what has not begun from it", () => {
  const driver = run(flow([{ id: "g", kind: "group", steps: steps("a"), always: steps("z") }]))
  driver.cancels().expectGoingOn().cancels().expectEnded("cancelled")
  const cut = run(flow([{ id: "g", kind: "group", steps: steps("a>b"), always: steps("z") }]))
  cut.step("g[0]#1/a").starts("once").cancels().cancels().step("g[0]#1/a").doubts().expectEnded("cancelled")
})

test("[K12] the value of parallel is the list of its branches' values, in file order", () => {
  //  a ──▶ b        two branches
  //  c
  const driver = run(flow([{ id: "p", kind: "parallel", steps: steps("a>b c") }]))
  driver.expectStarted("p[0]#1/a", "p[0]#1/c").step("p[0]#1/c").completes("C")
  driver.step("p[0]#1/a").completes("A").step("p[0]#1/b").completes("B").expectEnded("completed", ["B", "C"])
})

test("[K13] a container within a container, and the key of what runs inside", () => {
  const inner = each({ items: [1, 2] }, steps("a"))
  const driver = run(flow([{ id: "g", kind: "group", steps: [inner] }]))
  expect(driver.start("g[0]#1/each[0]#1/a").key).toBe("r1:g[0]#1/each[0]#1/a#1")
  driver.step("g[0]#1/each[0]#1/a").completes("x").step("g[0]#1/each[1]#1/a").completes("y")
  driver.expectEnded("completed", ["x", "y"])
})

test("[K14] a step with each runs once per item within one visit, a task with a key of its own for each", () => {
  const driver = run(flow(steps("a>b", { a: { each: "list", concurrency: 2, kind: "read" } })), {
    values: { list: ["x", "y", "z"] },
  })
  driver.expectStarted("a.0", "a.1")
  expect(driver.start("a.1")).toMatchObject({ item: "y", index: 1, key: "r1:a#1.1", visit: 1 })
  driver.step("a", 1).leaves({ success: "Y" }).expectStarted("a.2")
  driver
    .step("a", 0)
    .fails(trouble("busy", { retryable: true }))
    .passes(60_000)
    .expectStarted("a.0")
  driver.step("a", 0).leaves({ success: "X" }).step("a", 2).leaves({ success: "Z" })
  expect(driver.expectStatus("ready", "b").visit("a")).toMatchObject({
    outlets: { success: ["X", "Y", "Z"] },
    origins: { success: [[0], [1], [2]] },
    number: 1,
  })
})

test("[K15] items of each that leave by different outlets give a list for each", () => {
  const driver = run(flow(steps("a.yes>b a.no>c", { a: { each: "list", concurrency: 9, kind: "choose" } })), {
    values: { list: [1, 2, 3] },
  })
  driver.step("a", 0).leaves({ no: 1 }).step("a", 1).leaves({ yes: 2 }).step("a", 2).leaves({ no: 3 })
  expect(driver.visit("a")).toMatchObject({
    outlets: { yes: [2], no: [1, 3] },
    origins: { yes: [[1]], no: [[0], [2]] },
  })
  driver.expectStatus("ready", "b", "c")
})

test("[K16] an item of each that fails stops the step, or is left in place or dropped, as onItemError says", () => {
  const failing = (onItemError: "stop" | "continue" | "drop") =>
    run(flow(steps("a>b", { a: { each: "list", concurrency: 2, onItemError } })), {
      values: { list: [1, 2, 3] },
    })
      .step("a", 0)
      .fails("odd")
  const stopped = failing("stop").expectEnded("failed")
  expect(stopped.state.problem?.code).toBe("odd")
  const kept = failing("continue").step("a", 1).leaves({ success: 2 }).step("a", 2).leaves({ success: 3 })
  expect(kept.visit("a").outlets?.success).toEqual([{ error: { code: "odd", message: "It is odd." } }, 2, 3])
  const dropped = failing("drop").step("a", 1).leaves({ success: 2 }).step("a", 2).leaves({ success: 3 })
  expect(dropped.visit("a")).toMatchObject({ outlets: { success: [2, 3] }, origins: { success: [[1], [2]] } })
})

test("[K17] each over nothing leaves by the first outlet with nothing", () => {
  const driver = run(flow(steps("a>b", { a: { each: "list" } })), { values: { list: [] } })
  expect(driver.expectStatus("ready", "b").visit("a").outlets).toEqual({ success: [] })
})

test("[K18] what leaves a container that failed was not handled inside; handled, it did not fail", () => {
  const inside = steps("a.failure>b")
  const driver = run(flow([each({ items: [1] }, inside)]))
  driver
    .step("each[0]#1/a")
    .fails()
    .step("each[0]#1/b")
    .completes("mended")
    .expectEnded("completed", ["mended"])
})

test("[K19] parameters of a container that cannot be evaluated fail it", () => {
  const driver = run(flow([each({}, steps("a"), { next: { failure: "f" } }), { id: "f", kind: "do" }]), {
    silent: ["begin"],
  })
  driver.step("each").fails("bad_items").expectStatus("ready", "f")
})

test("[K20] a reducer that is told several things answers them in one event, in their order", () => {
  const driver = run(flow([each({ concurrency: 2, items: [1, 2, 3, 4] }, steps("a"))]), {
    silent: ["record"],
  })
  const recorded = () => {
    const [action] = driver.asked("record")
    if (action !== undefined) driver.append(action.event)
    return action?.event
  }
  expect(recorded()).toMatchObject({ told: 1, steer: { open: [{}, {}] } })
  driver.step("each[0]#1/a").completes().step("each[1]#1/a").completes()
  expect(recorded()).toMatchObject({ told: 2, steer: { state: 4, open: [{}, {}] } })
  driver.step("each[2]#1/a").completes().step("each[3]#1/a").fails()
  expect(recorded()).toMatchObject({ told: 2, steer: { fail: { code: "broken" } } })
  driver.expectEnded("failed")
})

test("[K20] what it opened before it cancels is opened, and cancelled with the rest", () => {
  const driver = run(flow([each({ concurrency: 2 }, steps("a"))]), { silent: ["record"] })
  const record = () => driver.append(...driver.asked("record").map(({ event }) => event))
  record().step("each[0]#1/a").completes().step("each[1]#1/a").fails()
  record().expectStatus("ready", "each[2]#1/a")
  record().expectStatus("cancelled", "each[2]#1/a")
  record().expectEnded("failed")
})
