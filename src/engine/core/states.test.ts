import { expect, test } from "vitest"
import type { Step } from "../../model/workflow.ts"
import { run } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"

/** draft ──on submit──▶ review, with what it does on entry and exit. */
function machine(draft: Partial<Step>, more: readonly Step[] = []): Step[] {
  return [
    { id: "draft", kind: "state", next: { to: "review", on: { event: "submit" } }, ...draft },
    { id: "review", kind: "state" },
    ...more,
  ]
}

test("[S1] a state runs its enter steps, rests, and is left by the first wire that is enabled", () => {
  const driver = run(flow(machine({ enter: steps("hello") })))
  driver.expectStarted("draft.enter[0]#1/hello").step("draft.enter[0]#1/hello").completes("hi")
  driver.expectStatus("resting", "draft").expectGoingOn()
  expect(driver.asked("watch")).toMatchObject([
    { step: "draft", wires: [{ wire: 0, on: { event: "submit" } }] },
  ])
  driver.step("draft").enables("review", { by: "Ada" }).expectStatus("completed", "draft", "review")
  driver.expectEnded("completed")
  expect(driver.visit("review").incoming?.visit.outlets).toEqual({ success: { by: "Ada" } })
})

test("[S2] its exit steps run before it is left; the wires not taken die", () => {
  const next = [
    { to: "review", on: { event: "submit" } },
    { to: "bin", on: { event: "drop" } },
  ]
  const driver = run(flow(machine({ next, exit: steps("bye") }, [{ id: "bin", kind: "do" }])))
  driver.step("draft").enables("review").expectStarted("draft.exit[0]#1/bye").expectStatus("none", "review")
  driver
    .step("draft.exit[0]#1/bye")
    .completes()
    .expectStatus("completed", "review")
    .expectStatus("skipped", "bin")
})

test("[S3] a failure in exit fails the state, and the transition does not happen", () => {
  const driver = run(flow(machine({ exit: steps("bye"), next: [{ to: "review", when: "x" }] })))
  driver.step("draft").enables("review").step("draft.exit[0]#1/bye").fails("odd")
  driver.expectStatus("failed", "draft").expectStatus("none", "review").expectEnded("failed")
})

test("[S4] a wire with after is enabled that long after the state began to rest", () => {
  const driver = run(flow(machine({ next: [{ to: "review", after: "2h" }] })))
  driver
    .passes(7_199_999)
    .expectStatus("resting", "draft")
    .passes(1)
    .expectStatus("completed", "draft", "review")
})

test("[S5] once a state is left its other wires are armed no longer", () => {
  const next = [
    { to: "review", on: { event: "submit" } },
    { to: "bin", after: "1h" },
  ]
  const driver = run(flow(machine({ next }, [{ id: "bin", kind: "do" }])))
  driver
    .step("draft")
    .enables("review")
    .passes(7_200_000)
    .expectStatus("skipped", "bin")
    .expectEnded("completed")
  expect([driver.asked("watch"), driver.asked("wake")]).toEqual([[], []])
})

test("[S6] a state that no wire leaves is final", () => {
  run(flow([{ id: "end", kind: "state", enter: steps("a") }]))
    .step("end.enter[0]#1/a")
    .completes("last")
    .expectEnded("completed", "last")
})

test("[S7] states that rest do not keep a body from being quiet; a loop-back leaves them by their exit", () => {
  //  ┌────────no────────┐
  //  ▼                  │
  //  a ──▶ idle ──▶ b   │       idle rests while check leads back
  //  └───▶ check ───────┘       b leads to check, so that idle is in the body
  const graph = steps(
    "a>idle a>check idle>b b>check check.no>a",
    { idle: { kind: "state", exit: steps("bye") }, check: { kind: "choose", join: "any" } },
    { "idle>b": { on: { event: "go" } } },
  )
  const driver = run(flow(graph))
  driver.step("a").completes().expectStatus("resting", "idle").step("check").leaves({ no: 1 })
  driver.expectStarted("a", "check", "idle.exit[0]#1/bye").step("idle.exit[0]#1/bye").completes()
  driver.expectStarted("a")
  expect(driver.visit("a").number).toBe(2)
})

test("[S8] a wire of a state is validated before it is taken; blocked, it is armed only by a new enabling", () => {
  const next = [{ to: "review", on: { event: "submit" }, validate: [{ expression: "ok" }] }]
  const driver = run(flow(machine({ next, exit: steps("bye") })), { values: { ok: false } })
  driver.step("draft").enables("review").expectStatus("resting", "draft").expectStarted()
  expect(driver.visit("draft").blocked).toMatchObject([{ wire: 0 }])
  driver.says("ok", true).expectStatus("resting", "draft")
  driver.step("draft").enables("review").expectStarted("draft.exit[0]#1/bye")
})

test("[S9] a cancel ends a state that rests", () => {
  run(flow(machine({})))
    .cancels()
    .expectStatus("cancelled", "draft")
    .expectEnded("cancelled")
})
