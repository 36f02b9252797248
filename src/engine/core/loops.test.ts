import { expect, test } from "vitest"
import { type Driver, run } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"

const visits = (driver: Driver, name: string) => driver.visit(name).number

test("[C1] a live loop-back starts the next visit of its body", () => {
  //  ┌──────no──────┐
  //  ▼              │
  //  a ──▶ b ──▶ c ─┴yes▶ d
  const driver = run(flow(steps("a>b b>c c.no>a c.yes>d", { c: { kind: "choose" } })))
  driver.step("a").completes().step("b").completes().step("c").leaves({ no: "again" })
  driver.expectStarted("a", "b", "c", "a").expectStatus("none", "d")
  expect(visits(driver, "a")).toBe(2)
  expect(driver.visit("a").incoming?.visit.outlets).toEqual({ no: "again" })
  driver.step("a").completes().step("b").completes().step("c").leaves({ yes: 1 })
  expect([visits(driver, "b"), visits(driver, "c"), visits(driver, "d")]).toEqual([2, 2, 1])
  driver.step("d").completes("end").expectEnded("completed", "end")
})

test("[C2] a loop-back waits until its body is quiet", () => {
  //  ┌─────────┐
  //  ▼         │
  //  a ──▶ b ──┤       c is in the body, as it too leads back
  //  └───▶ c ──┘
  const driver = run(flow(steps("a>b a>c b.yes>a c.yes>a", { b: { kind: "choose" }, c: { kind: "choose" } })))
  driver.step("a").completes().step("b").leaves({ yes: "b" }).expectStarted("a", "b", "c")
  driver.step("c").leaves({ yes: "c" }).expectStarted("a")
  expect(driver.visit("a").arrivals.map(({ wire }) => wire.from.id)).toEqual(["b", "c"])
  expect(driver.visit("a").incoming?.wire.from.id).toBe("b")
})

test("[C2] of several targets in one body, the one to which a loop-back went live first is entered first", () => {
  //  a ──▶ b ──▶ c       b leads back to a, c to b: one body
  const driver = run(
    flow(steps("a>b b.yes>a b.no>c c.yes>b", { b: { kind: "choose" }, c: { kind: "choose" } })),
  )
  driver.step("a").completes().step("b").leaves({ no: 1, yes: "first" }).step("c").leaves({ yes: "second" })
  driver.expectStarted("a", "b", "c", "a").step("a").completes().step("b").leaves({ yes: "third" })
  driver.expectStarted("b", "b").expectStatus("skipped", "c")
  expect(driver.visit("b").incoming?.visit.outlets).toEqual({ yes: "second" })
})

test("[C2] of several quiet bodies of one size, the one to which a value came first is entered first", () => {
  //  ┌─┐
  //  ▼ │┌─b─▶ b ──▶ z (any)        two values for b and one for c wait until z, which both lead to, is quiet
  //  a ┴┴─c─▶ c ──▶ z
  const driver = run(flow(steps("a.again>a a.b>b a.c>c b>z c>z", { z: { join: "any" } })))
  driver.step("a").leaves({ again: 1, b: 1, c: 1 }).step("b").completes().step("c").completes()
  driver.step("a").leaves({ again: 1, c: "second" }).step("a").leaves({ b: "third", c: "fourth" })
  driver.step("z").completes().expectStarted("a", "b", "c", "a", "z", "a", "c")
  driver.step("c").completes().step("z").completes().expectStarted("z", "b")
})

test("[C3] wires into the body from outside keep what they were", () => {
  //  s ──▶ x ────────┐
  //  └──▶ a ──▶ b ──▶ c ─yes▶ back to a
  const driver = run(flow(steps("s>a s>x a>b b>c x>c c.yes>a", { c: { kind: "choose" } })))
  driver.step("s").completes().step("a").completes().step("b").completes().step("x").completes("kept")
  driver.step("c").leaves({ yes: 1 }).step("a").completes().expectStatus("completed", "c")
  driver.step("b").completes().expectStatus("ready", "c")
  expect(
    driver
      .visit("c")
      .arrivals.map(({ wire }) => wire.from.id)
      .sort(),
  ).toEqual(["b", "x"])
  expect(visits(driver, "x")).toBe(1)
})

test("[C4] a wire that leaves the body and is not taken stays open while the loop may go on", () => {
  //            ┌──no──┐
  //            ▼      │
  //  s ──▶ x ──┼──────┼──▶ j      j joins the loop's exit with a branch from outside
  //  └───────▶ a ─────┴yes▶ j
  const driver = run(flow(steps("s>x s>a x>j a.no>a a.yes>j", { a: { kind: "choose" } })))
  driver.step("s").completes().step("x").completes().step("a").leaves({ no: 1 })
  driver.expectStatus("none", "j").step("a").leaves({ no: 1 }).expectStatus("none", "j")
  driver.step("a").leaves({ yes: "out" }).expectStatus("ready", "j")
  expect(
    driver
      .visit("j")
      .arrivals.map(({ wire }) => wire.from.id)
      .sort(),
  ).toEqual(["a", "x"])
})

test("[C5] when the body is quiet and no loop-back is live, the wires that leave it die", () => {
  //  s ──▶ x ───────────▶ j
  //  └──▶ a ─yes▶ j           a leaves by no outlet that leads on, and not back either
  const driver = run(flow(steps("s>x s>a x>j a.no>a a.yes>j", { a: { kind: "cases" } })))
  driver.step("s").completes().step("x").completes().expectStatus("none", "j")
  driver.step("a").leaves({ otherwise: 1 }).expectStatus("ready", "j")
})

test("[C5] a loop that is never entered dies as a whole", () => {
  const driver = run(
    flow(steps("s.yes>x s.no>a a>b b.no>a b.yes>j x>j", { s: { kind: "choose" }, b: { kind: "choose" } })),
  )
  driver.step("s").leaves({ yes: 1 }).expectStatus("skipped", "a", "b").step("x").completes()
  driver.expectStatus("ready", "j")
})

test("[C5] while a value waits to enter its body again, a loop has not ended", () => {
  //  ┌─┐       ┌─┐
  //  ▼ │       ▼ │
  //  a ┴─item─▶ b ┴─no─▶ c       b is entered again by the second item; c is skipped in no round
  const graph = steps(
    "a.again>a a.item>b b.yes>b b.no>c",
    { b: { kind: "choose" } },
    { "a.item>b": { after: "1s" } },
  )
  const driver = run(flow(graph))
  driver.step("a").leaves({ again: 1, item: 1 }).passes(1_000).step("a").leaves({ item: 2 })
  driver.step("b").leaves({}).expectStatus("none", "c").passes(1_000).expectStatus("none", "c")
  driver.step("b").leaves({ no: 1 }).expectStatus("ready", "c")
  expect([visits(driver, "b"), visits(driver, "c")]).toEqual([2, 1])
})

test("[C5] what can be entered again is entered before the loop ends", () => {
  //  ┌─again─┐
  //  ▼       │
  //  a ──────┼─item─▶ log ─yes▶ j      with the second item the loop is over, and j has one more to wait for
  //          └─end────────────▶ j
  const graph = steps("a.again>a a.item>log a.end>j log.yes>j", { log: { kind: "choose" } })
  const driver = run(flow(graph)).step("a").leaves({ again: 1, item: 1 })
  driver.step("log").leaves({ no: 1 }).step("a").leaves({ item: 2 })
  driver.expectStarted("a", "log", "a", "log").expectStatus("none", "j")
  driver.step("log").leaves({ yes: 1 }).expectStatus("ready", "j")
  expect([visits(driver, "log"), visits(driver, "j")]).toEqual([2, 1])
})

test("[C6] a leaving wire that goes live again enters its target again, when all that leads from it is quiet", () => {
  //  ┌─no─┐
  //  ▼    │
  //  a ───┤          every round logs, the last one ends
  //       └item▶ log ──▶ after
  const driver = run(flow(steps("a.again>a a.item>log log>after a.end>z", { a: { kind: "do" } })))
  driver.step("a").leaves({ again: 1, item: "one" }).expectStarted("a", "log", "a")
  driver.step("a").leaves({ again: 1, item: "two" }).expectStarted("a")
  expect(visits(driver, "log")).toBe(1)
  driver.step("log").completes().step("after").completes().expectStarted("after", "log")
  expect(driver.visit("log").incoming?.visit.outlets?.item).toBe("two")
  driver.step("log").completes().step("after").completes()
  driver.step("a").leaves({ end: 1 }).step("z").completes().expectEnded("completed")
  expect([visits(driver, "a"), visits(driver, "log"), visits(driver, "after")]).toEqual([3, 2, 2])
})

test("[C7] one visit more than `visits` allows fails with visit_limit and leaves by failure", () => {
  const driver = run(flow(steps("a.yes>a a.failure>b", { a: { kind: "choose", visits: 2 } })))
  driver.step("a").leaves({ yes: 1 }).step("a").leaves({ yes: 1 }).expectStatus("failed", "a")
  driver.expectStatus("ready", "b")
  expect(driver.visit("b").error).toMatchObject({ code: "visit_limit", at: { step: "a", visit: 3 } })
})

test("[C7] a cycle of failures, or one that onError excuses, ends all the same", () => {
  //  a ─failure▶ a
  const failing = run(flow(steps("a.yes>a a.failure>a", { a: { kind: "choose", visits: 2 } })))
  failing.step("a").leaves({ yes: 1 }).step("a").leaves({ yes: 1 }).expectEnded("failed")
  const excused = run(flow(steps("a>a", { a: { visits: 2, onError: "continue" } })))
  excused.step("a").completes().step("a").completes().expectEnded("failed")
  expect(excused.state.problem?.code).toBe("visit_limit")
})

test("[C8] of loops that cross, the target enters again what it leads to within the common body", () => {
  //  a ──▶ b ──▶ c ──▶ d ──▶ e       d leads back to b, e to c: one body, b c d e
  //        ▲     ▲     │     │
  //        └─────┼─────┘     │       the way back to c leaves x, which only b leads to, as it was
  //        │     └───────────┘
  //        └▶ x ──────▶ d
  const driver = run(
    flow(
      steps("a>b b>c b>x c>d x>d d.yes>b d.no>e e.yes>c e.no>f", {
        d: { kind: "choose" },
        e: { kind: "choose" },
      }),
    ),
  )
  driver.step("a").completes().step("b").completes().step("x").completes().step("c").completes()
  driver.step("d").leaves({ no: 1 }).step("e").leaves({ yes: 1 })
  driver.step("c").completes().expectStatus("ready", "d")
  expect([visits(driver, "c"), visits(driver, "d"), visits(driver, "x")]).toEqual([2, 2, 1])
  driver.step("d").leaves({ yes: 1 }).step("b").completes().step("x").completes().step("c").completes()
  expect([visits(driver, "b"), visits(driver, "x"), visits(driver, "c"), visits(driver, "d")]).toEqual([
    2, 2, 3, 3,
  ])
  driver
    .step("d")
    .leaves({ no: 1 })
    .step("e")
    .leaves({ no: 1 })
    .step("f")
    .completes()
    .expectEnded("completed")
})

test("[C9] an inner loop runs on its own; the outer one enters it anew", () => {
  //  ┌───────yes───────┐
  //  ▼  ┌─yes─┐        │
  //  a ─▶ b ──┴─no─▶ c ┴─no▶ d
  const driver = run(
    flow(steps("a>b b.yes>b b.no>c c.yes>a c.no>d", { b: { kind: "choose" }, c: { kind: "choose" } })),
  )
  driver.step("a").completes().step("b").leaves({ yes: 1 }).step("b").leaves({ no: 1 })
  driver.step("c").leaves({ yes: 1 }).step("a").completes().step("b").leaves({ no: 1 })
  driver.step("c").leaves({ no: 1 }).step("d").completes().expectEnded("completed")
  expect(["a", "b", "c", "d"].map(id => visits(driver, id))).toEqual([2, 3, 2, 1])
})

test("[C10] a join any in a body waits for the body's own wires when it is entered again", () => {
  //  s ──▶ x ──▶ m (any) ◀── a ◀── back from m
  const driver = run(flow(steps("s>a s>x a>m x>m m.yes>a", { m: { join: "any", kind: "choose" } })))
  driver.step("s").completes().step("x").completes().expectStatus("ready", "m")
  driver.step("a").completes().step("m").leaves({ yes: 1 }).expectStatus("completed", "m")
  driver.step("a").completes().expectStatus("ready", "m")
  expect(visits(driver, "m")).toBe(2)
})

test("[C10] what comes again by a wire that lies at a join any waits, and does not start it with what lay there", () => {
  //  ┌─┐
  //  ▼ │┌─t─▶ t ──▶ m (any)       t and with it m are entered again, while the wire from r lies at m
  //  r ┴┴─right───▶ m
  const driver = run(flow(steps("r.again>r r.t>t r.right>m t>m", { m: { join: "any" } })))
  driver.step("r").leaves({ again: 1, t: 1 }).step("r").leaves({ again: 1, right: "old", t: 2 })
  driver.step("t").completes().step("m").completes().expectStarted("r", "t", "r", "m", "r", "t")
  driver.step("r").leaves({ right: "new" })
  expect(visits(driver, "m")).toBe(1)
  driver.step("t").completes().step("m").completes().expectStarted("m", "m")
  expect(driver.visit("m").incoming?.visit.outlets).toEqual({ right: "new" })
})

test("[C11] memory lasts from visit to visit of a cycle, and is gone when the step is entered from outside it", () => {
  //  ┌──────outer──────┐
  //  ▼  ┌─yes─┐        │
  //  a ─▶ b ──┴─no─▶ c ┘
  const driver = run(
    flow(steps("a>b b.yes>b b.no>c c.yes>a", { b: { kind: "choose" }, c: { kind: "choose" } })),
  )
  const memoryOf = () => driver.visit("b").instance.memory?.get(driver.visit("b").step)
  driver
    .step("a")
    .completes()
    .step("b")
    .leaves({ yes: 1 }, { memory: { count: 1 } })
  expect(memoryOf()).toEqual({ count: 1 })
  driver.step("b").waits({ for: "time", until: 5000 }, { count: 2 })
  expect(memoryOf()).toEqual({ count: 2 })
  driver.step("b").answers("no")
  expect(memoryOf()).toEqual({ count: 2 })
  driver.step("c").leaves({ yes: 1 }).step("a").completes()
  expect(memoryOf()).toBeUndefined()
})
