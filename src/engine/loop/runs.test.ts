import { expect, test } from "vitest"
import type { Json } from "../../lib/json.ts"
import { done, failed } from "../../model/step.ts"
import type { Workflow } from "../../model/workflow.ts"
import { createTestClock } from "./clock.ts"
import { endOf, give, statuses, testPlace } from "./testing/testRun.ts"
import { createTestJournal, type TestJournal } from "./testJournal.ts"

function workflow(id: string, steps: Workflow["steps"], more: Partial<Workflow> = {}): Workflow {
  return { rivulet: 1, id, steps, ...more }
}

function calling(id: string, called: string, inputs: { readonly [name: string]: Json } = {}): Workflow {
  return workflow(id, [{ id: "call", kind: "workflow.run", with: { workflow: called, inputs } }])
}

const broken = failed({ code: "broken", message: "It broke", severity: "error", retryable: false })

test("[L10] a step starts another workflow and waits for its output, or for its failure", async () => {
  const others = [
    workflow("inner", [{ id: "x", kind: "give", with: { value: "{{ inputs.n + 1 }}" } }]),
    workflow("bad", [{ id: "x", kind: "fail" }]),
  ]
  const place = testPlace({ give, fail: () => broken }, { others })
  const outer = await place.start(calling("outer", "inner", { n: 41 }))
  expect(endOf(await outer.resting())).toEqual({ status: "completed", output: 42 })
  const unlucky = await place.start(calling("unlucky", "bad"), { run: "u" })
  const rest = await unlucky.resting()
  expect(endOf(rest)).toEqual({ status: "failed", problem: "run_failed" })
  const missing = await place.start(calling("lost", "nowhere"), { run: "m" })
  expect(endOf(await missing.resting())).toEqual({ status: "failed", problem: "workflow_not_found" })
})

test("[L17] workflows that start one another for ever end at the limit on depth", async () => {
  const place = testPlace({}, { others: [calling("round", "round")] })
  const run = await place.start(calling("outer", "round"))
  expect(endOf(await run.resting())).toMatchObject({ status: "failed", problem: "run_failed" })
  expect((await place.journal.history({ most: 100 })).runs.length).toBe(17)
})

test("[L10] of a called run that has ended since, its end alone is read", async () => {
  const inner = workflow(
    "inner",
    Array.from({ length: 50 }, (_, n) => ({ id: `s${n}`, kind: "give" })),
  )
  const outer = calling("outer", "inner")
  const giving = { give: () => done("given") }
  let found = 0
  for (let crash = 2; crash < 9; crash++) {
    const journal = createTestJournal()
    const stopped = new Promise<void>(go => journal.stopAt(crash, true, go))
    const place = testPlace(giving, { others: [inner, outer], journal })
    await Promise.race([stopped, place.start(outer).then(run => run.resting())])
    const left = journal.restart(0)
    const child = (await left.history({ most: 9 })).runs.find(({ run }) => run !== "r")?.run ?? ""
    const head = await left.head(child)
    const reads: (number | undefined)[] = []
    const watched: TestJournal = {
      ...left,
      read(run, from) {
        if (run === child) reads.push(from)
        return left.read(run, from)
      },
    }
    const after = testPlace(giving, { others: [inner, outer], journal: watched })
    await after.runs.takeUpAll()
    const taken = after.runs.get("r")
    if (taken === undefined || head?.ended !== true) continue
    expect(endOf(await taken.resting())).toEqual({ status: "completed", output: "given" })
    expect(reads).toEqual([head.seq - 1])
    found++
  }
  expect(found).toBeGreaterThan(0)
})

test("[L10] after a crash the run that a step had started is found again, and not started twice", async () => {
  let ran = 0
  const inner = workflow("inner", [{ id: "x", kind: "work" }])
  const outer = calling("outer", "inner")
  /** Each sitting has a clock of its own: that of a program that was killed stands still for ever. */
  const sitDown = (journal: TestJournal) => {
    const clock = createTestClock({ start: 0, scripted: true })
    const run = async () => {
      ran++
      await clock.rest(1_000)
      return done("worked")
    }
    return testPlace({ work: { effect: "write", run } }, { others: [inner, outer], journal, clock })
  }
  for (let crash = 2; crash < 9; crash++) {
    ran = 0
    const journal = createTestJournal()
    const stopped = new Promise<void>(go => journal.stopAt(crash, true, go))
    const ended = sitDown(journal)
      .start(outer)
      .then(run => run.resting())
    await Promise.race([stopped, ended])
    const after = sitDown(journal.restart(0))
    expect(await after.runs.takeUpAll()).toEqual([])
    const taken = after.runs.get("r")
    if (taken !== undefined) {
      expect(endOf(await taken.resting())).toEqual({ status: "completed", output: "worked" })
    }
    expect((await after.journal.history({ most: 9 })).runs.length, `runs after crash ${crash}`).toBe(2)
    expect(ran).toBeLessThanOrEqual(2)
  }
})

test("[L11] a cancelled run cancels the runs that it waits for, and leaves those that it let go", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  const rest = async (_: unknown, { signal }: { signal: AbortSignal }) => {
    await clock.rest(10_000, signal)
    if (signal.aborted) throw new Error("stopped")
    return done("rested")
  }
  const others = [workflow("slow", [{ id: "x", kind: "rest" }])]
  const place = testPlace({ rest, give }, { others, clock })
  const detached = await place.start(
    workflow("outer", [
      { id: "free", kind: "workflow.run", with: { workflow: "slow", wait: false } },
      { id: "bound", kind: "workflow.run", with: { workflow: "slow" } },
    ]),
  )
  clock.at(50, () => detached.cancel())
  expect(endOf(await detached.resting())).toMatchObject({ status: "cancelled" })
  await clock.rest(20_000)
  const { runs } = await place.journal.history({ workflow: "slow", most: 9 })
  expect(runs.map(run => run.status).sort()).toEqual(["cancelled", "completed"])
})

test("[L12] settings.onFailure is started with the error, once, and starts none itself", async () => {
  const alert = workflow("alert", [{ id: "tell", kind: "tell" }], { settings: { onFailure: "alert" } })
  const seen: Json[] = []
  const place = testPlace(
    {
      fail: () => broken,
      tell: ({ said }) => {
        seen.push(said ?? null)
        return broken
      },
    },
    {
      others: [
        { ...alert, steps: [{ id: "tell", kind: "tell", with: { said: "{{ trigger.error.code }}" } }] },
      ],
    },
  )
  const run = await place.start(
    workflow("w", [{ id: "x", kind: "fail" }], { settings: { onFailure: "alert" } }),
  )
  expect(endOf(await run.resting())).toEqual({ status: "failed", problem: "broken" })
  await place.clock.breathe()
  await place.clock.breathe()
  const { runs } = await place.journal.history({ most: 9 })
  expect(runs.map(each => [each.workflow, each.status]).sort()).toEqual([
    ["alert", "failed"],
    ["w", "failed"],
  ])
  expect(seen).toEqual(["broken"])
})

test("[L13] runs wait in line when their workflow says so, and are told apart by the key", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  const began: string[] = []
  const rest = async ({ value }: { readonly value?: Json }) => {
    began.push(`${value}@${clock.now()}`)
    await clock.rest(100)
    return done(null)
  }
  const place = testPlace({ rest }, { clock })
  const limited = workflow("w", [{ id: "x", kind: "rest", with: { value: "{{ inputs.n }}" } }], {
    settings: { concurrency: { max: 1, key: "{{ inputs.who }}" } },
  })
  const started = []
  for (const [n, who] of [
    [1, "ann"],
    [2, "ann"],
    [3, "bob"],
    [4, "ann"],
  ] as const) {
    started.push(await place.start(limited, { run: `r${n}`, inputs: { n, who } }))
  }
  for (const run of started) expect((await place.runs.ended(run)).status).toBe("completed")
  expect(began).toEqual(["1@0", "3@0", "2@100", "4@200"])
})

test("[E8] a run that is only ever taken over is parked, and goes on when a person says so", async () => {
  let journal = createTestJournal()
  const acts = { give }
  const steps = [{ id: "a", kind: "give", with: { value: 1 } }]
  const stopped = new Promise<void>(go => journal.stopAt(2, false, go))
  void testPlace(acts, { journal }).start(workflow("w", steps))
  await stopped
  for (let sitting = 0; sitting < 2; sitting++) {
    journal = journal.restart(0)
    const place = testPlace(acts, { journal, others: [workflow("w", steps)] })
    const again = new Promise<void>(go => journal.stopAt(1, false, go))
    await place.runs.takeUp("r")
    await again
  }
  journal = journal.restart(0)
  const place = testPlace(acts, { journal, others: [workflow("w", steps)] })
  const taken = await place.runs.takeUp("r")
  if (!taken.ok) throw new Error(taken.error.message)
  expect(await taken.value.resting()).toEqual({ type: "waiting" })
  expect((await journal.history({ most: 1 })).runs[0]?.status).toBe("parked")
  taken.value.resume()
  expect(endOf(await taken.value.resting())).toEqual({ status: "completed", output: 1 })
})

test("[E9] a run that is left in good order is taken up at once where it stood", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  const steps = [
    { id: "a", kind: "give", with: { value: "kept" } },
    { id: "b", kind: "wait", with: { for: "3d" } },
  ] as const
  const first = testPlace({ give }, { clock })
  await first.start(workflow("w", steps))
  await clock.breathe()
  await first.runs.leave()
  const second = testPlace({ give }, { clock, journal: first.journal, others: [workflow("w", steps)] })
  await second.runs.takeUpAll()
  const run = second.runs.get("r")
  if (run === undefined) throw new Error("Expected the run to be taken up")
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: "kept" })
  expect(statuses(run)).toEqual({ a: "completed", b: "completed" })
  expect(clock.now()).toBe(3 * 86_400_000)
})

test("[L23] a run that is taken up goes on with what it was started with, or not at all", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  const steps = (end: string) => [
    { id: "a", kind: "wait", with: { for: "3d" } },
    { id: "b", kind: "give", with: { value: end } },
  ]
  const begun = workflow("w", steps("as it was"))
  const first = testPlace({ give }, { clock })
  await first.start(begun)
  await clock.breathe()
  await first.runs.leave()
  const workflows = (kept: Workflow | undefined) => ({
    latest: async () => ({ workflow: workflow("w", steps("edited")) }),
    pinned: async () => kept,
  })
  const { journal } = first
  const gone = testPlace({ give }, { clock, journal, workflows: workflows(undefined) })
  expect(await gone.runs.takeUp("r")).toMatchObject({ ok: false, error: { code: "workflow_not_found" } })
  const second = testPlace({ give }, { clock, journal, workflows: workflows(begun) })
  const run = await second.runs.takeUp("r")
  if (!run.ok) throw new Error(run.error.message)
  expect(endOf(await run.value.resting())).toEqual({ status: "completed", output: "as it was" })
})

test("[L24] a run that a newer version began is not taken up", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  const first = testPlace({}, { clock })
  await first.start(workflow("w", [{ id: "a", kind: "wait", with: { for: "3d" } }]))
  await clock.breathe()
  await first.runs.leave()
  const { journal } = first
  const newer = {
    ...journal,
    async *read(run: string, from?: number) {
      for await (const chunk of journal.read(run, from))
        yield chunk.map(event => (event.type === "run.started" ? { ...event, v: 2 } : event))
    },
  }
  const second = testPlace({}, { clock, journal: newer })
  expect(await second.runs.takeUp("r")).toMatchObject({ ok: false, error: { code: "run_newer" } })
  expect((await journal.head("r"))?.claims).toBe(0)
})

test("[W13] a run that ended while another place asked for it is not taken up there", async () => {
  const first = testPlace({ give })
  const run = await first.start(workflow("w", [{ id: "a", kind: "give", with: { value: 1 } }]))
  await run.resting()
  const before = first.journal.events("r")
  const { journal } = first
  const second = testPlace({ give }, { journal, others: [workflow("w", [{ id: "a", kind: "give" }])] })
  expect(await second.runs.takeUp("r")).toMatchObject({ ok: false, error: { code: "run_over" } })
  expect(journal.events("r")).toEqual(before)
})

test("a run that is left while it waits for another does not cancel that one", async () => {
  const ask = () => ({ type: "waiting", wait: { for: "person", ask: {} } }) as const
  const inner = workflow("inner", [{ id: "ask", kind: "ask" }])
  const place = testPlace({ ask }, { others: [inner] })
  const outer = await place.start(calling("outer", "inner"))
  await outer.resting()
  const [child] = (await place.journal.history({ most: 2 })).runs.filter(({ parent }) => parent === "r")
  await outer.leave()
  const run = place.runs.get(child?.run ?? "")
  expect(run?.state().cancelling).toBe(false)
  expect(run?.answer({ in: "", step: "ask" }, undefined, "yes")).toMatchObject({ ok: true })
  expect(run && endOf(await run.resting())).toEqual({ status: "completed", output: "yes" })
})

test("[L3] of two places that take a run up, one goes on and the other writes nothing more", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  let sent = 0
  const acts = {
    send: {
      effect: "write" as const,
      run: async () => {
        sent++
        await clock.rest(1_000)
        return done("sent")
      },
    },
  }
  const one = testPlace(acts, { clock })
  const first = await one.start(
    workflow("w", [
      { id: "a", kind: "send" },
      { id: "b", kind: "send" },
    ]),
  )
  await clock.rest(500)
  const two = testPlace(acts, { clock, journal: one.journal, others: [first.workflow] })
  const second = await two.runs.takeUp("r")
  if (!second.ok) throw new Error(second.error.message)
  expect(await first.resting()).toMatchObject({ type: "lost", problem: { code: "not_the_owner" } })
  expect(endOf(await second.value.resting())).toEqual({ status: "completed", output: "sent" })
  expect(sent).toBe(3)
  expect(one.journal.events("r").filter(event => event.type === "step.completed").length).toBe(2)
})
