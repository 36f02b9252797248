import { expect, test } from "vitest"
import { run } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"
import { fork, forkIn } from "./testing/forking.ts"

test("[F1] a retry takes over what was done, and runs what failed under a key of its own", () => {
  const parent = run(flow(steps("a>b b>c")))
  parent
    .step("a")
    .completes("A", { variables: { n: 1 } })
    .step("b")
    .fails()
    .expectEnded("failed")
  const again = fork(parent, { type: "retry" }).expectStarted("b").expectStatus("completed", "a")
  expect(again.start("b").key).toBe("r2:b#1")
  expect(again.state.variables).toEqual({ n: 1 })
  expect(again.visit("b").incoming?.visit.outlets).toEqual({ success: "A" })
  again.step("b").completes().step("c").completes("end").expectEnded("completed", "end")
})

test("[F2] what was cut or in doubt keeps its parent's key", () => {
  const parent = run(flow(steps("a>b", { b: { kind: "once" } })))
  parent.step("a").completes().step("b").starts("once").cancels().step("b").doubts().expectEnded("cancelled")
  expect(fork(parent, { type: "retry" }).start("b").key).toBe("r1:b#1")
})

test("[F3] a changed value runs again what follows from it, and nothing else", () => {
  //  a ──▶ b ──▶ d
  //  └───▶ c          only d follows from b
  const parent = run(flow(steps("a>b a>c b>d")))
  parent.step("a").completes().step("b").completes("old").step("c").completes().step("d").completes()
  const changed = fork(parent, { type: "change", step: "b", visit: 1, outlets: { success: "new" } })
  changed.expectStarted("d").expectStatus("completed", "a", "b", "c")
  expect(changed.visit("d").incoming?.visit.outlets).toEqual({ success: "new" })
})

test("[F3] in a cycle, the visits before the changed one stay", () => {
  const parent = run(flow(steps("a>b b.yes>a b.no>c", { b: { kind: "choose" } })))
  parent
    .step("a")
    .completes(1)
    .step("b")
    .leaves({ yes: 1 })
    .step("a")
    .completes(2)
    .step("b")
    .leaves({ no: 1 })
  parent.step("c").completes().expectEnded("completed")
  const changed = fork(parent, { type: "change", step: "a", visit: 2, outlets: { success: "new" } })
  changed.expectStarted("b")
  expect(changed.visit("b").number).toBe(2)
})

test("[F4] wires that were taken are taken over, without asking their conditions, delays or validators again", () => {
  const wires = { "a>b": { when: "x" }, "a>c": { when: "else" }, "b>d": { after: "1h" } }
  const parent = run(flow(steps("a>b a>c b>d", {}, wires)), { values: { x: true } })
  parent.step("a").completes().step("b").completes().passes(3_600_000).step("d").fails().expectEnded("failed")
  const again = fork(parent, { type: "retry" }).expectStarted("d").expectStatus("skipped", "c")
  expect(again.asked("wake")).toEqual([])
})

test("[F5] from here: the step runs again with what came to it, and all that follows", () => {
  const parent = run(flow(steps("a>b b>c")))
  parent.step("a").completes("A").step("b").completes("B").step("c").completes().expectEnded("completed")
  fork(parent, { type: "from", step: "b" }).expectStarted("b").step("b").completes().expectStarted("c")
})

test("[F6] run this step: it alone runs, on what came to it in the parent", () => {
  const parent = run(flow(steps("a>b b>c")))
  parent.step("a").completes("A").step("b").completes("B").step("c").completes().expectEnded("completed")
  const one = fork(parent, { type: "step", step: "b" }).expectStarted("b")
  one.step("b").completes("B2").expectStatus("left_out", "c").expectEnded("completed")
})

test("[F6] a step that has never been entered runs as if it were the only entry", () => {
  const parent = run(flow(steps("a>b b>c")))
    .step("a")
    .fails()
    .expectEnded("failed")
  fork(parent, { type: "step", step: "b" }).expectStarted("b").step("b").completes().expectEnded("completed")
})

test("[F7] up to here: what leads to the step runs as far as it has not, then the step, and no more", () => {
  const parent = run(flow(steps("a>b b>c a>x")))
    .step("a")
    .completes()
    .cancels()
    .expectEnded("cancelled")
  const upTo = fork(parent, { type: "upTo", step: "b" }).expectStarted("b").expectStatus("left_out", "x")
  upTo.step("b").completes().expectStatus("left_out", "c").expectEnded("completed")
})

test("[F8] a container that failed keeps what its instances had done", () => {
  const each = { id: "each", kind: "foreach", with: { items: [1, 2], concurrency: 2 }, steps: steps("a>b") }
  const parent = run(flow([each]))
  parent.step("each[0]#1/a").completes("A").step("each[0]#1/b").completes("B")
  parent.step("each[1]#1/a").fails().expectEnded("failed")
  const again = fork(parent, { type: "retry" }).expectStarted("each[1]#1/a")
  again
    .step("each[1]#1/a")
    .completes()
    .step("each[1]#1/b")
    .completes("B2")
    .expectEnded("completed", ["B", "B2"])
})

test("[F3] a value changed within a container runs again what follows there and around it, and nothing else", () => {
  //  a ──▶ each[b ──▶ c] ──▶ d
  const parent = run(
    flow([
      { id: "a", kind: "do", next: "each" },
      {
        id: "each",
        kind: "foreach",
        with: { items: [1, 2] },
        steps: [
          { id: "b", kind: "do", next: "c" },
          { id: "c", kind: "do" },
        ],
        next: "d",
      },
      { id: "d", kind: "do" },
    ]),
  )
  parent.step("a").completes("A")
  for (const path of ["each[0]#1", "each[1]#1"]) {
    parent
      .step(`${path}/b`)
      .completes("B", { variables: { last: path } })
      .step(`${path}/c`)
      .completes("C")
  }
  parent.step("d").completes("D").expectEnded("completed")
  const changed = fork(parent, {
    type: "changes",
    values: [{ in: "each[1]#1", step: "b", visit: 1, outlets: { success: "new" } }],
    again: [],
  })
  changed.expectStarted("each[1]#1/c").expectStatus("completed", "a", "each[0]#1/b", "each[0]#1/c")
  changed.step("each[1]#1/c").completes("C2").expectStarted("d")
  expect(changed.visit("d").incoming?.visit.outlets).toEqual({ done: ["C", "C2"] })
})

test("[F1] what was written within a container that is taken over as a whole counts", () => {
  const parent = run(
    flow([
      {
        id: "each",
        kind: "foreach",
        with: { items: [1] },
        steps: [{ id: "b", kind: "do" }],
        next: "d",
      },
      { id: "d", kind: "do" },
    ]),
  )
  parent
    .step("each[0]#1/b")
    .completes("B", { variables: { n: 7 } })
    .step("d")
    .fails()
    .expectEnded("failed")
  expect(fork(parent, { type: "retry" }).expectStarted("d").state.variables).toEqual({ n: 7 })
})

test("[F9] in a changed workflow what is stale runs again, though it is not where the fork begins", () => {
  //  a ──▶ b ──▶ c        b was changed
  //  └───▶ x
  const flowOf = (value: number) => flow(steps("a>b a>x b>c", { b: { with: { value } } }))
  const parent = run(flowOf(1))
  for (const id of ["a", "b", "x", "c"]) parent.step(id).completes(id)
  const now = forkIn(flowOf(2), ["b", "c"], parent, { type: "from", step: "x" })
  now.expectStatus("completed", "a").expectStarted("b", "x")
  forkIn(flowOf(2), ["b", "c"], parent, { type: "retry" }).expectStatus("completed", "x").expectStarted("b")
  // One step alone runs on what came to it.
  const alone = forkIn(flowOf(2), ["b", "c"], parent, { type: "step", step: "c" })
  alone.expectStatus("completed", "a", "b").expectStarted("c")
})

test("[F9] a step that was put between others runs, and what it leads to; wires that are others are decided anew", () => {
  //  a ──▶ b ──▶ c  was  a ──▶ c
  const parent = run(flow(steps("a>c a>x")))
  for (const id of ["a", "c", "x"]) parent.step(id).completes(id)
  const now = flow(steps("a>b b>c a>x"))
  const forked = forkIn(now, ["c"], parent, { type: "retry" }).expectStatus("completed", "a", "x")
  forked.expectStarted("b").step("b").completes().expectStarted("c")
  // Up to a step that was not there.
  const upTo = forkIn(now, ["c"], parent, { type: "upTo", step: "b" }).expectStarted("b")
  upTo.step("b").completes().expectStatus("left_out", "c", "x").expectEnded("completed")
})
