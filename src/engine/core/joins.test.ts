import { expect, test } from "vitest"
import { scopeValues } from "./scopeValues.ts"
import { run, trouble } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"

test("[J1] a step is ready when none of its wires is open and one is live", () => {
  //   ┌─▶ b ─┐
  // a ┤      ├─▶ d
  //   └─▶ c ─┘
  run(flow(steps("a>b a>c b>d c>d")))
    .expectStarted("a")
    .step("a")
    .completes()
    .expectStarted("b", "c")
    .step("c")
    .completes()
    .expectStarted()
    .step("b")
    .completes()
    .expectStarted("d")
    .step("d")
    .completes("end")
    .expectEnded("completed", "end")
})

test("[J2] a branch that is not taken dies, and never blocks a join", () => {
  //       ┌─yes▶ b ─┐
  // a ────┤         ├─▶ d
  //       └─no─▶ c ─┘
  run(flow(steps("a.yes>b a.no>c b>d c>d", { a: { kind: "choose" } })))
    .step("a")
    .leaves({ yes: 1 })
    .expectStatus("skipped", "c")
    .expectStatus("none", "d")
    .step("b")
    .completes()
    .expectStatus("ready", "d")
})

test("[J2] when all wires of a step are dead it is skipped, and what follows with it", () => {
  // a ─no─▶ b ──▶ c ──▶ d
  run(flow(steps("a.no>b b>c c>d", { a: { kind: "choose" } })))
    .step("a")
    .leaves({ yes: "out" })
    .expectStatus("skipped", "b", "c", "d")
    .expectEnded("completed", "out")
})

test("[J3] join any starts at the first live wire and ignores the rest of the visit", () => {
  // a ──▶ c ◀── b
  run(flow(steps("s>a s>b a>c b>c", { c: { join: "any" } })))
    .step("s")
    .completes()
    .step("b")
    .completes()
    .expectStatus("ready", "c")
    .step("c")
    .completes()
    .step("a")
    .completes()
    .expectEnded("completed")
})

test("[J16] an entry to which no other wire leads starts, whatever its join", () => {
  // a (2) ──▶ b ──▶ a
  const graph = steps("a>b b.yes>a b.no>c", { a: { join: { atLeast: 2 } }, b: { kind: "choose" } })
  run(flow(graph))
    .expectStatus("ready", "a")
    .step("a")
    .completes()
    .step("b")
    .leaves({ yes: 1 })
    .step("a")
    .completes()
    .step("b")
    .leaves({ no: 1 })
    .step("c")
    .completes("end")
    .expectEnded("completed", "end")
  run(flow(steps("a>b", { a: { join: { atLeast: 3 } } })))
    .step("a")
    .completes()
    .step("b")
    .completes()
    .expectEnded("completed")
})

test("[J16] to an entry that other wires lead to, the beginning comes like one more", () => {
  // ▶ a ──▶ b (2) ◀──
  const graph = flow(steps("a>b", { b: { join: { atLeast: 2 } } }))
  run(graph, { started: { entries: ["a", "b"] } })
    .expectStatus("none", "b")
    .step("a")
    .completes()
    .expectStatus("ready", "b")
    .step("b")
    .completes()
    .expectEnded("completed")
})

test("[J4] join atLeast starts at that many, and is skipped as soon as they cannot come", () => {
  // s ──▶ a, b, c ──▶ d (2)
  const graph = steps("s>a s>b s>c a.yes>d b.yes>d c.yes>d", {
    a: { kind: "choose" },
    b: { kind: "choose" },
    c: { kind: "choose" },
    d: { join: { atLeast: 2 } },
  })
  run(flow(graph))
    .step("s")
    .completes()
    .step("a")
    .leaves({ yes: 1 })
    .expectStatus("none", "d")
    .step("c")
    .leaves({ yes: 1 })
    .expectStatus("ready", "d")
    .step("d")
    .completes()
    .step("b")
    .leaves({ yes: 1 })
    .expectEnded("completed")
  run(flow(graph))
    .step("s")
    .completes()
    .step("a")
    .leaves({ no: 1 })
    .step("b")
    .leaves({ no: 1 })
    .expectStatus("skipped", "d")
    .step("c")
    .leaves({ yes: 1 })
    .expectStatus("skipped", "d")
    .expectEnded("completed")
})

test("[J17] a scope begins where no wire leads to, else at its first step; a loose step never runs", () => {
  const loose = { id: "loose", kind: "do" }
  run(flow([...steps("a>c b>c"), loose]))
    .expectStarted("a", "b")
    .step("a")
    .completes()
    .step("b")
    .completes()
    .step("c")
    .completes("end")
    .expectStatus("none", "loose")
    .expectEnded("completed", "end")
  run(flow(steps("a>b b>a"))).expectStarted("a")
})

test("[J18] a scope in which no step names next runs in the order of its list", () => {
  const driver = run(
    flow([
      { id: "b", kind: "do" },
      { id: "a", kind: "do" },
      { id: "c", kind: "do" },
    ]),
  )
  driver.step("b").completes().step("a").completes().step("c").completes("end")
  driver.expectStarted("b", "a", "c").expectEnded("completed", "end")
})

test("[J4] [J13] what is dead from the start counts from the start", () => {
  // s ──▶ d (2) ◀── x        x is no entry, for its own wire leads to it
  const graph = steps("s>d x.yes>x x.no>d d>e s>e", { x: { kind: "choose" }, d: { join: { atLeast: 2 } } })
  run(flow(graph)).expectStatus("skipped", "d").expectStatus("none", "x", "e")
})

test("[J5] join each starts a visit for every live wire, with its own value", () => {
  // s ──▶ a, b ──▶ c (each) ──▶ d
  const driver = run(flow(steps("s>a s>b a>c b>c c>d", { c: { join: "each" } })))
  driver.step("s").completes().step("a").completes("from a").expectStatus("ready", "c")
  expect(driver.visit("c").arrivals.map(({ wire }) => wire.from.id)).toEqual(["a"])
  driver.step("b").completes("from b")
  driver.step("c").completes().step("d").completes()
  expect(driver.visit("c").number).toBe(2)
  expect(driver.visit("c").arrivals.map(({ wire }) => wire.from.id)).toEqual(["b"])
  driver.step("c").completes().step("d").completes().expectEnded("completed")
  expect(driver.visit("d").number).toBe(2)
})

test("[J6] a step leaves by several outlets at once, each with a value; an outlet not used is dead", () => {
  const driver = run(flow(steps("a.yes>b a.no>c a.failure>d", { a: { kind: "choose" } })))
  driver.step("a").leaves({ yes: 1, no: 2 }).expectStarted("a", "b", "c").expectStatus("skipped", "d")
  expect(driver.visit("c").incoming?.visit.outlets?.no).toBe(2)
})

test("[J7] a step that divides a list does not use an outlet whose list is empty, unless it says so", () => {
  const graph = (more: object) => steps("a.kept>b a.rest>c", { a: { kind: "divide", ...more } })
  run(flow(graph({})))
    .step("a")
    .leaves({ kept: [1], rest: [] })
    .expectStatus("skipped", "c")
  run(flow(graph({ emptyOutlets: true })))
    .step("a")
    .leaves({ kept: [1], rest: [] })
    .expectStatus("ready", "c")
})

test("[J8] outlets named by the parameters are outlets like any other", () => {
  const driver = run(
    flow(steps("a.red>b a.otherwise>c", { a: { kind: "cases", with: { cases: [{ id: "red" }] } } })),
  )
  driver.step("a").leaves({ red: 1 }).expectStatus("ready", "b").expectStatus("skipped", "c")
  expect(driver.visit("a").step.outlets).toEqual(["otherwise", "red"])
})

test("[J9] of the wires of a used outlet those go live whose condition holds, else when no sibling's did", () => {
  const graph = steps(
    "a>b a>c a>d",
    {},
    { "a>b": { when: "x" }, "a>c": { when: "y" }, "a>d": { when: "else" } },
  )
  run(flow(graph), { values: { x: false, y: true } })
    .step("a")
    .completes()
    .expectStatus("ready", "c")
    .expectStatus("skipped", "b", "d")
  run(flow(graph), { values: { x: false, y: false } })
    .step("a")
    .completes()
    .expectStatus("ready", "d")
    .expectStatus("skipped", "b", "c")
})

test("[J10] after delays a wire, and what joins it waits", () => {
  const graph = steps("a>b a>c b>c", {}, { "a>c": { after: "10m" } })
  run(flow(graph))
    .step("a")
    .completes()
    .step("b")
    .completes()
    .expectStatus("none", "c")
    .passes(600_000)
    .expectStatus("ready", "c")
})

test("[J11] validators decide one by one; a blocked wire is dead and says so", () => {
  const graph = steps(
    "a>b a>c",
    {},
    {
      "a>b": { validate: [{ expression: "x" }, { expression: "y" }] },
    },
  )
  const driver = run(flow(graph), { values: { x: true, y: false } })
  driver.step("a").completes().expectStatus("skipped", "b").expectStatus("ready", "c")
  expect(driver.visit("a").blocked).toEqual([{ wire: 0, say: expect.any(String) }])
})

test("[J11] a validator may be a step, run as a task of the visit", () => {
  const graph = steps("a>b a>c", {}, { "a>b": { validate: [{ ai: "Is it polite?", provider: "x" }] } })
  const judged = (outlet: string) => {
    const driver = run(flow(graph)).step("a").completes("Thanks!").expectStarted("a", "a.0", "c")
    expect(driver.start("a.0")).toMatchObject({
      kind: "ai.judge",
      with: { question: "Is it polite?", provider: "x" },
      key: "r1:a#1.0",
    })
    expect(scopeValues(driver.state, { in: "", step: "a", visit: 1, task: 0 }).incoming).toBe("Thanks!")
    return driver.step("a", 0).leaves({ [outlet]: { score: 0, why: "It is." } })
  }
  judged("pass").expectStatus("ready", "b")
  const refused = judged("fail").expectStatus("skipped", "b")
  expect(refused.visit("a").blocked).toEqual([{ wire: 0, say: "It is." }])
})

test("[J12] a blocked wire opens the outlet blocked, where the kind has one", () => {
  const graph = steps(
    "a.success>b a.blocked>c",
    { a: { kind: "guarded" } },
    {
      "a.success>b": { validate: [{ expression: "x" }] },
    },
  )
  run(flow(graph), { values: { x: false } })
    .step("a")
    .completes()
    .expectStatus("skipped", "b")
    .expectStatus("ready", "c")
  run(flow(graph), { values: { x: true } })
    .step("a")
    .completes()
    .expectStatus("ready", "b")
    .expectStatus("skipped", "c")
})

test("[J13] a run begins where the trigger says; wires from where it never comes are dead", () => {
  // x ──▶ z ◀── y
  run(flow(steps("x>z y>z")), { started: { entries: ["x"] } })
    .expectStarted("x")
    .step("x")
    .completes()
    .expectStatus("ready", "z")
})

test("[J14] a disabled step passes on what came in", () => {
  const driver = run(flow(steps("a>b b>c", { b: { disabled: true } })))
  driver.step("a").completes("through").expectStarted("a", "c")
  expect(driver.visit("c").incoming?.visit.outlets).toEqual({ success: "through" })
})

test("[J15] steps that no wire can reach any more do not keep a scope open", () => {
  run(flow(steps("a>b b>c", { a: { onError: "continue" } })))
    .step("a")
    .fails(trouble())
    .step("b")
    .completes()
    .step("c")
    .completes()
    .expectEnded("completed")
})
