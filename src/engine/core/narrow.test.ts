import { expect, test } from "vitest"
import type { Workflow } from "../../model/workflow.ts"
import { forkOf } from "./fork.ts"
import { Driver, run } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"
import { fork, forkIn } from "./testing/forking.ts"
import { wayFromStart } from "./way.ts"

/*
 * What goes another way within containers, and runs that do no more than some of their workflow.
 *
 *     a ──▶ each[ b ──▶ c ──▶ d ] ──▶ z
 */

function list(with_: object = {}, inside = steps("b>c c>d")): Workflow {
  return flow([
    { id: "a", kind: "do", next: "each" },
    { id: "each", kind: "foreach", with: { items: [10, 20, 30], ...with_ }, steps: inside, next: "z" },
    { id: "z", kind: "do" },
  ])
}

function narrowly(workflow: Workflow, step: string, type: "step" | "upTo"): Driver {
  const plan = run(workflow).plan
  return new Driver(workflow, {
    started: JSON.parse(JSON.stringify(wayFromStart(plan, step, type))),
  })
}

/** All of the list ran. */
function ended(workflow = list()): Driver {
  const parent = run(workflow).step("a").completes("A")
  for (const index of [0, 1, 2]) {
    for (const id of ["b", "c", "d"]) parent.step(`each[${index}]#1/${id}`).completes(`${id}${index}`)
  }
  return parent.step("z").completes("Z").expectEnded("completed", "Z")
}

function paths({ state }: Driver): string[] {
  return [...state.instances.values()].map(({ path }) => path)
}

test("[F5] from here, within a container: what follows there runs again, and what the container leads to", () => {
  const forked = fork(ended(), { type: "from", in: "each[1]#1", step: "c" })
  forked.expectStarted("each[1]#1/c").expectStatus("completed", "a", "each[0]#1/d", "each[1]#1/b")
  forked.step("each[1]#1/c").completes("C").expectStarted("each[1]#1/d")
  forked.step("each[1]#1/d").completes("D").expectStatus("completed", "each[2]#1/d").expectStarted("z")
  expect(forked.visit("z").incoming?.visit.outlets).toEqual({ done: ["d0", "D", "d2"] })
})

test("[F5] from a visit of a cycle: those before it stay, and it has what came to it then", () => {
  const cycle = flow([
    {
      id: "group",
      kind: "group",
      steps: steps("a>b b.yes>a b.no>c", { b: { kind: "choose" } }),
    },
  ])
  const parent = run(cycle)
  for (const answer of ["yes", "yes", "no"]) {
    parent
      .step("group[0]#1/a")
      .completes(answer)
      .step("group[0]#1/b")
      .leaves({ [answer]: 1 })
  }
  parent.step("group[0]#1/c").completes().expectEnded("completed")
  const again = fork(parent, { type: "from", in: "group[0]#1", step: "b", visit: 2 })
  again.expectStarted("group[0]#1/b")
  expect(again.visit("group[0]#1/b").number).toBe(2)
  // One visit alone: the cycle does not go round again.
  const alone = fork(parent, { type: "step", in: "group[0]#1", step: "b", visit: 2 }).expectStarted(
    "group[0]#1/b",
  )
  expect(alone.visit("group[0]#1/b").number).toBe(2)
  alone.step("group[0]#1/b").leaves({ yes: 1 }).expectStarted().expectEnded("completed")
})

test("[F6] one visit of a cycle among the steps of the workflow runs alone", () => {
  const parent = run(flow(steps("a>b b.yes>a b.no>c", { b: { kind: "choose" } })))
  for (const answer of ["yes", "no"])
    parent
      .step("a")
      .completes()
      .step("b")
      .leaves({ [answer]: 1 })
  parent.step("c").completes().expectEnded("completed")
  const first = fork(parent, { type: "step", step: "b", visit: 1 }).expectStarted("b")
  expect(first.visit("b").number).toBe(1)
  first.step("b").leaves({ yes: 1 }).expectStarted().expectStatus("left_out", "a").expectEnded("completed")
})

test("[F10] a step alone within an iteration: it has what it was given then, and no other iteration is opened", () => {
  for (const concurrency of [1, 2]) {
    const parent = ended(concurrency === 1 ? list() : list({ concurrency: 3 }))
    const one = fork(parent, { type: "step", in: "each[1]#1", step: "c" }).expectStarted("each[1]#1/c")
    expect(paths(one)).toEqual(["", "each[1]#1"])
    expect(one.state.instances.get("each[1]#1")?.gives).toEqual({ item: 20, index: 1 })
    expect(one.visit("each[1]#1/c").incoming?.visit.outlets).toEqual({ success: "b1" })
    one.step("each[1]#1/c").completes("C").expectStarted().expectStatus("left_out", "each[1]#1/d", "each")
    one.expectStatus("skipped", "z").expectEnded("completed", "C")
  }
})

test("[F10] of a list that was cut, what others had not done is left out", () => {
  const parent = run(list({ concurrency: 2 }))
    .step("a")
    .completes("A")
  parent.step("each[0]#1/b").completes().step("each[1]#1/b").completes("b1").step("each[1]#1/c").fails()
  parent.step("each[0]#1/c").stops().expectEnded("failed")
  const upTo = fork(parent, { type: "upTo", in: "each[1]#1", step: "c" }).expectStarted("each[1]#1/c")
  upTo.step("each[1]#1/c").completes("C").expectStarted().expectEnded("completed", "C")
})

test("[F10] a loop with a condition is not asked to go round once the step of its iteration has run", () => {
  const loop = flow([
    {
      id: "again",
      kind: "repeat",
      with: { until: "isDone", max: 5 },
      steps: steps("b>c"),
      output: "wanted",
      next: "z",
    },
    { id: "z", kind: "do" },
  ])
  const values = { "again[0]#1 isDone": false, "again[1]#1 isDone": true, wanted: 7 }
  const parent = run(loop, { values })
  for (const index of [0, 1]) {
    for (const id of ["b", "c"]) {
      parent
        .step(`again[${index}]#1/${id}`)
        .completes(`${id}${index}`, { memory: index, variables: { n: index } })
    }
  }
  parent.step("z").completes().expectEnded("completed")
  const started = forkOf(
    parent.state,
    { type: "step", in: "again[0]#1", step: "c" },
    { at: 0, run: "r2", seed: 9 },
  )
  const alone = new Driver(loop, { started, values }).expectStarted("again[0]#1/c")
  expect(alone.state.variables).toEqual({ n: 0 })
  alone.step("again[0]#1/c").completes("C")
  expect([paths(alone), alone.asked("close")]).toEqual([["", "again[0]#1"], []])
  alone.expectStatus("left_out", "again").expectEnded("completed", "C")
  // What the first time wrote is there in the second, and what had been given by it.
  const second = fork(parent, { type: "upTo", in: "again[1]#1", step: "b" }).expectStarted("again[1]#1/b")
  expect(second.state.variables).toEqual({ n: 0 })
  expect(second.state.instances.get("again[1]#1")?.gives).toEqual({
    index: 1,
    loop: { index: 1, previous: 7 },
  })
})

test("[F3] where each time builds on the one before, those after a changed one are done anew", () => {
  const loop = flow([
    { id: "again", kind: "repeat", with: { max: 3 }, steps: steps("b>c"), next: "z" },
    { id: "z", kind: "do" },
  ])
  const parent = run(loop)
  for (const index of [0, 1, 2]) {
    for (const id of ["b", "c"]) parent.step(`again[${index}]#1/${id}`).completes(`${id}${index}`)
  }
  parent.step("z").completes().expectEnded("completed")
  const from = fork(parent, { type: "from", in: "again[1]#1", step: "c" })
  from.expectStarted("again[1]#1/c").expectStatus("completed", "again[0]#1/c", "again[1]#1/b")
  from.step("again[1]#1/c").completes("C").expectStarted("again[2]#1/b")
  expect(from.state.instances.get("again[2]#1")?.gives).toEqual({
    index: 2,
    loop: { index: 2, previous: "C" },
  })
})

test("[F10] two containers deep, each is entered once, and both are left out", () => {
  //  a ──▶ outer[ b ──▶ inner[ c ──▶ d ] ──▶ e ]
  const nested = flow([
    { id: "a", kind: "do", next: "outer" },
    {
      id: "outer",
      kind: "foreach",
      with: { items: [1, 2] },
      steps: [
        { id: "b", kind: "do", next: "inner" },
        {
          id: "inner",
          kind: "foreach",
          with: { items: [3, 4], concurrency: 2 },
          steps: steps("c>d"),
          next: "e",
        },
        { id: "e", kind: "do" },
      ],
    },
  ])
  const parent = run(nested).step("a").completes("A")
  for (const outer of ["outer[0]#1", "outer[1]#1"]) {
    parent.step(`${outer}/b`).completes(`b of ${outer}`)
    for (const inner of [0, 1])
      for (const id of ["c", "d"]) parent.step(`${outer}/inner[${inner}]#1/${id}`).completes(id)
    parent.step(`${outer}/e`).completes("E")
  }
  parent.expectEnded("completed")
  const path = "outer[1]#1/inner[1]#1"
  const one = fork(parent, { type: "upTo", in: path, step: "d" }).expectStarted(`${path}/d`)
  expect(paths(one)).toEqual(["", "outer[1]#1", path])
  one.expectStatus("completed", "outer[1]#1/b", `${path}/c`).step(`${path}/d`).completes("D").expectStarted()
  one.expectStatus("left_out", "outer", "outer[1]#1/inner").expectEnded("completed", "D")
  // One of the two iterations of the outer list, with all that it holds.
  const whole = fork(parent, { type: "iteration", in: "outer[1]#1" }).expectStarted("outer[1]#1/b")
  whole.step("outer[1]#1/b").completes().expectStarted("outer[1]#1/inner[0]#1/c", "outer[1]#1/inner[1]#1/c")
})

test("[F10] in a container whose branches stand side by side, one branch runs", () => {
  const beside = flow([
    { id: "both", kind: "parallel", steps: steps("b>c x>y"), next: "z" },
    { id: "z", kind: "do" },
  ])
  const parent = run(beside)
  for (const id of ["b", "x", "c", "y"]) parent.step(`both[0]#1/${id}`).completes(id)
  parent.step("z").completes().expectEnded("completed")
  const one = fork(parent, { type: "step", in: "both[0]#1", step: "y" }).expectStarted("both[0]#1/y")
  one.expectStatus("left_out", "both[0]#1/b").step("both[0]#1/y").completes("Y").expectEnded("completed")
})

test("[F10] of an item without which its list went on, the step that failed runs, and others do not", () => {
  const parent = run(list({ onItemError: "continue" }))
    .step("a")
    .completes("A")
  parent.step("each[0]#1/b").fails()
  for (const index of [1, 2])
    for (const id of ["b", "c", "d"]) parent.step(`each[${index}]#1/${id}`).completes(id)
  parent.step("z").completes().expectEnded("completed")
  const one = fork(parent, { type: "upTo", in: "each[0]#1", step: "b" }).expectStarted("each[0]#1/b")
  one.step("each[0]#1/b").completes().expectStarted().expectEnded("completed")
  // A step that the item never came to is the only entry there.
  const never = fork(parent, { type: "step", in: "each[0]#1", step: "d" }).expectStarted("each[0]#1/d")
  never.step("each[0]#1/d").completes("D").expectStarted().expectEnded("completed", "D")
  // From another item on: this one fails as it did.
  const from = fork(parent, { type: "from", in: "each[2]#1", step: "d" }).expectStarted("each[2]#1/d")
  from.expectStatus("failed", "each[0]#1/b").step("each[2]#1/d").completes("D").expectStarted("z")
  expect(from.visit("z").incoming?.visit.outlets).toEqual({
    done: [{ error: { code: "broken", message: "It is broken." } }, "d", "D"],
  })
})

test("[F10] where the step fails the run has failed, whatever its container would have made of it", () => {
  const parent = ended(list({ onItemError: "continue" }))
  const one = fork(parent, { type: "step", in: "each[1]#1", step: "c" }).expectStarted("each[1]#1/c")
  one.step("each[1]#1/c").fails().expectStarted().expectStatus("failed", "each").expectEnded("failed")
})

test("[F10] a cancel in the middle ends it, and asks no container", () => {
  const one = fork(ended(), { type: "upTo", in: "each[1]#1", step: "c" })
  one
    .step("each[1]#1/c")
    .starts("read")
    .cancels()
    .expectGoingOn()
    .step("each[1]#1/c")
    .stops()
    .expectStatus("cancelled", "each[1]#1/c", "each")
  one.expectEnded("cancelled")
})

test("[F10] a wire that leads nowhere is not waited for", () => {
  const inside = steps("b>c c>d", {}, { "c>d": { after: "1h" } })
  const parent = run(list({ items: [1] }, inside))
    .step("a")
    .completes()
  parent.step("each[0]#1/b").completes().step("each[0]#1/c").completes().passes(3_600_000)
  parent.step("each[0]#1/d").completes().step("z").completes().expectEnded("completed")
  const one = fork(parent, { type: "step", in: "each[0]#1", step: "c" })
  one.step("each[0]#1/c").completes().expectStatus("left_out", "each[0]#1/d").expectEnded("completed")
})

test("[F11] an iteration runs again from its beginning, alone, and is asked what it comes to", () => {
  const parent = ended()
  const again = fork(parent, { type: "iteration", in: "each[2]#1" }).expectStarted("each[2]#1/b")
  for (const id of ["b", "c", "d"]) again.step(`each[2]#1/${id}`).completes(`${id} again`)
  again.expectStatus("left_out", "each").expectStarted("each[2]#1/c", "each[2]#1/d")
  expect(paths(again)).toEqual(["", "each[2]#1"])
  again.expectEnded("completed", "d again")
})

test("[F12] up to a step of a container that the run never came to: what leads there, and its first iteration", () => {
  for (const concurrency of [1, 3]) {
    const parent = run(list({ concurrency })).step("a").fails().expectEnded("failed")
    const upTo = fork(parent, { type: "upTo", step: "c" }).expectStarted("a")
    upTo.step("a").completes().expectStarted("each[0]#1/b").step("each[0]#1/b").completes()
    upTo.step("each[0]#1/c").completes("C").expectStarted("each[0]#1/c")
    upTo.expectStatus("left_out", "each[0]#1/d", "each").expectEnded("completed", "C")
    expect(paths(upTo)).toEqual(["", "each[0]#1"])
  }
})

test("[F13] without an earlier run, no more is done than leads to the step", () => {
  const upTo = narrowly(list({ concurrency: 2 }), "b", "upTo").expectStarted("a")
  upTo.step("a").completes().expectStarted("each[0]#1/b").step("each[0]#1/b").completes("B")
  upTo.expectStarted().expectStatus("left_out", "each").expectEnded("completed", "B")
  const alone = narrowly(flow(steps("a>b b>c")), "b", "step").expectStarted("b")
  alone.step("b").completes("B").expectStarted().expectStatus("left_out", "c").expectEnded("completed", "B")
  // A cycle ends with the first visit of the step.
  const cycle = narrowly(flow(steps("a>b b>a")), "b", "upTo")
    .step("a")
    .completes()
    .step("b")
    .completes("B")
  cycle.expectStarted("a", "b").expectEnded("completed")
})

test("[F13] a step alone within containers that give it nothing: these are entered for it alone", () => {
  //  a ──▶ outer[ b ──▶ inner[ c ──▶ d ] ──▶ e  always: f ] ──▶ z
  const inner = { id: "inner", kind: "group", steps: steps("c>d"), next: "e" }
  const nested = flow([
    { id: "a", kind: "do", next: "outer" },
    {
      ...{ id: "outer", kind: "group", next: "z" },
      steps: [{ id: "b", kind: "do", next: "inner" }, inner, { id: "e", kind: "do" }],
      always: steps("f"),
    },
    { id: "z", kind: "do" },
  ])
  const path = "outer[0]#1/inner[0]#1"
  const alone = narrowly(nested, "d", "step").expectStarted(`${path}/d`)
  alone.step(`${path}/d`).completes("D").expectStarted().expectEnded("completed", "D")
  expect(paths(alone)).toEqual(["", "outer[0]#1", path])
  narrowly(nested, "d", "step").step(`${path}/d`).fails().expectEnded("failed")
  // What is always done at the end of a group is not what it begins with; what has an item lacks it.
  narrowly(nested, "f", "step").expectStarted().expectEnded("completed")
  narrowly(list(), "c", "step").expectStarted().expectEnded("completed")
  // Each branch stands for itself.
  const beside = flow([{ id: "both", kind: "parallel", steps: steps("b>c x>y") }])
  narrowly(beside, "y", "step").expectStarted("both[0]#1/y")
})

test("[F13] an empty list is not entered, and the run ends", () => {
  const upTo = narrowly(list({ items: [] }), "b", "upTo")
    .step("a")
    .completes()
  upTo.expectStatus("completed", "each").expectStatus("left_out", "z").expectEnded("completed")
})

test("[F9] in a changed workflow, what is stale within the iteration runs again", () => {
  const parent = ended()
  const now = list({}, steps("b>c c>d", { b: { with: { value: 2 } } }))
  const upTo = forkIn(now, ["b", "c", "d"], parent, { type: "upTo", in: "each[1]#1", step: "d" })
  upTo.expectStarted("each[1]#1/b").step("each[1]#1/b").completes().expectStarted("each[1]#1/c")
  const from = forkIn(now, ["b", "c", "d"], parent, { type: "from", in: "each[1]#1", step: "d" })
  from.expectStarted("each[0]#1/b")
  // One step alone runs on what came to it.
  forkIn(now, ["b", "c", "d"], parent, { type: "step", in: "each[1]#1", step: "d" }).expectStarted(
    "each[1]#1/d",
  )
  // Where the container has gone, nothing runs.
  const gone = forkIn(flow(steps("a>z")), [], parent, { type: "step", in: "each[1]#1", step: "d" })
  gone.expectStarted().expectEnded("completed")
})

test("a fork of a narrow fork goes the same way", () => {
  const first = fork(ended(), { type: "step", in: "each[1]#1", step: "c" })
  first.step("each[1]#1/c").completes("C").expectEnded("completed")
  const second = fork(first, { type: "upTo", in: "each[1]#1", step: "d" }).expectStarted("each[1]#1/d")
  expect(second.visit("each[1]#1/d").incoming?.visit.outlets).toEqual({ success: "C" })
  second.step("each[1]#1/d").completes("D").expectEnded("completed", "D")
})

test("a journal from before containers were gone into folds as it did", () => {
  const old = new Driver(list(), {
    started: { run: "r2", fork: { of: "r1", kept: [], only: ["a", "each"] } },
  })
  old.step("a").completes().expectStarted("a", "each[0]#1/b")
  for (const index of [0, 1, 2])
    for (const id of ["b", "c", "d"]) old.step(`each[${index}]#1/${id}`).completes()
  old.expectStatus("left_out", "z").expectEnded("completed")
})

/*
 * What is done at the end of a run:
 *
 *     a ──▶ b        failure: cry        always: tidy ──▶ sweep
 */
const withEnds: Workflow = {
  ...flow(steps("a>b")),
  failure: steps("cry"),
  always: steps("tidy>sweep"),
}

test("[F14] a narrow run does nothing of what is done at the end of a run, however it ends", () => {
  const parent = run(withEnds).step("a").completes("A").step("b").fails()
  parent.step("!failure/cry").completes().step("!always/tidy").completes("T")
  parent.step("!always/sweep").completes().expectEnded("failed")
  const alone = fork(parent, { type: "step", step: "b" }).expectStarted("b")
  alone.step("b").completes("B").expectStarted().expectEnded("completed", "B")
  expect(paths(alone)).toEqual([""])
  fork(parent, { type: "upTo", step: "b" }).step("b").fails().expectEnded("failed")
  narrowly(withEnds, "a", "step").step("a").fails().expectEnded("failed")
  fork(parent, { type: "step", step: "a" })
    .step("a")
    .starts("read")
    .cancels()
    .step("a")
    .stops()
    .expectEnded("cancelled")
  // One that goes on from a step does all that a run does.
  const from = fork(parent, { type: "from", step: "b" }).expectStarted("b")
  from.step("b").completes().expectStarted("!always/tidy")
})

test("[F14] a step of the end runs alone: it sees what the steps of the run gave, and the error that ended it", () => {
  const parent = run(withEnds).step("a").completes("A").step("b").fails()
  parent.step("!failure/cry").completes().step("!always/tidy").completes("T")
  parent.step("!always/sweep").fails().expectEnded("failed")
  const sweep = fork(parent, { type: "step", in: "!always", step: "sweep" }).expectStarted("!always/sweep")
  expect(paths(sweep)).toEqual(["", "!always"])
  expect(sweep.visit("a").outlets).toEqual({ success: "A" })
  expect(sweep.state.instances.get("!always")?.error).toMatchObject({ code: "broken" })
  expect(sweep.visit("!always/sweep").incoming?.visit.outlets).toEqual({ success: "T" })
  sweep.step("!always/sweep").completes("S").expectStarted().expectEnded("completed", "S")
  const tidy = fork(parent, { type: "step", step: "tidy" }).expectStarted("!always/tidy")
  tidy.step("!always/tidy").fails().expectStarted().expectEnded("failed")
  const upTo = fork(parent, { type: "upTo", in: "!always", step: "sweep" }).expectStarted("!always/sweep")
  expect(upTo.expectStatus("completed", "!always/tidy").state.problem).toBeUndefined()
  const cancelled = fork(parent, { type: "step", step: "cry" }).expectStarted("!failure/cry")
  cancelled.step("!failure/cry").starts("read").cancels()
  cancelled.step("!failure/cry").stops().expectStarted().expectEnded("cancelled")
})

test("[F14] so does one that the run never came to, and one without an earlier run, which sees neither", () => {
  const good = run(withEnds).step("a").completes("A").step("b").completes("B")
  good.step("!always/tidy").completes().step("!always/sweep").completes().expectEnded("completed")
  const cry = fork(good, { type: "step", step: "cry" }).expectStarted("!failure/cry")
  expect(cry.visit("b").outlets).toEqual({ success: "B" })
  cry.step("!failure/cry").completes("C").expectStarted().expectEnded("completed", "C")
  const sweep = narrowly(withEnds, "sweep", "step").expectStarted("!always/sweep")
  expect(sweep.state.instances.get("")?.visits.flatMap(each => each ?? [])).toMatchObject([
    { status: "left_out" },
    { status: "skipped" },
  ])
  sweep.cancels().step("!always/sweep").stops().expectEnded("cancelled")
})

test("[F14] a step within a container of the end runs alone, in the instance that the run had of it", () => {
  const workflow: Workflow = {
    ...flow(steps("a")),
    always: [{ id: "each", kind: "foreach", with: { items: [1, 2] }, steps: steps("b>c") }],
  }
  const parent = run(workflow).step("a").completes("A")
  for (const index of [0, 1])
    for (const id of ["b", "c"]) parent.step(`!always/each[${index}]#1/${id}`).completes(`${id}${index}`)
  parent.expectEnded("completed")
  const path = "!always/each[1]#1"
  const one = fork(parent, { type: "step", in: path, step: "c" }).expectStarted(`${path}/c`)
  expect(paths(one)).toEqual(["", "!always", path])
  one.step(`${path}/c`).completes("C").expectStarted().expectEnded("completed", "C")
  const again = fork(parent, { type: "iteration", in: path }).expectStarted(`${path}/b`)
  again.step(`${path}/b`).completes().step(`${path}/c`).completes("D").expectEnded("completed", "D")
})

test("a journal from before narrow runs left out the end of a run folds as it did", () => {
  const old = new Driver(withEnds, { started: { only: [{ steps: ["a"], last: { step: "a" } }] } })
  old.expectStarted("a").step("a").completes("A").expectStarted("!always/tidy")
  old.step("!always/tidy").completes().step("!always/sweep").completes().expectEnded("completed", "A")
})
