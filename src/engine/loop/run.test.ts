import { expect, test } from "vitest"
import { z } from "zod"
import { type AnyStep, done, failed, type Outcome } from "../../model/step.ts"
import type { Workflow } from "../../model/workflow.ts"
import { controlKinds } from "../../steps/flow/controlKinds.ts"
import type { RunEvent } from "../core/event.ts"
import { createTestClock } from "./clock.ts"
import { endOf, give, problemOf, statuses, testPlace, testRun } from "./testing/testRun.ts"
import { createTestJournal } from "./testJournal.ts"

const flaky = (retryAfter?: number) =>
  failed({
    code: "flaky",
    message: "Not now",
    severity: "error",
    retryable: true,
    ...(retryAfter === undefined ? {} : { data: { retryAfter } }),
  })

function typesOf(events: readonly RunEvent[]): string[] {
  return events.map(event => event.type)
}

test("[L15] a chain of pure steps is written in one group, and gives its last value", async () => {
  const { run, journal } = await testRun(
    [
      { id: "a", kind: "give", with: { value: 2 } },
      { id: "b", kind: "twice" },
      { id: "c", kind: "twice" },
    ],
    { give, twice: (_, { incoming }) => done(Number(incoming) * 2) },
  )
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: 8 })
  expect(typesOf(journal.events("r"))).toEqual([
    "run.started",
    "step.completed",
    "step.completed",
    "step.completed",
    "run.ended",
  ])
  expect(journal.appends()).toBe(2)
})

test("[L1] [L2] the intent of an effect is on disk before its code runs, and its outcome before the next intent", async () => {
  const journal = createTestJournal()
  const onDisk: string[][] = []
  const look = () => {
    onDisk.push(typesOf(journal.events("r")))
    return done(null)
  }
  const { run } = await testRun(
    [
      { id: "a", kind: "write" },
      { id: "b", kind: "give" },
      { id: "c", kind: "write" },
    ],
    { write: { effect: "write", run: look }, give },
    { journal },
  )
  await run.resting()
  expect(onDisk).toEqual([
    ["run.started", "step.started"],
    ["run.started", "step.started", "step.completed", "step.completed", "step.started"],
  ])
  expect(journal.restart(1_000).events("r").length).toBe(7)
})

test("[T4] attempts follow one another after the clock's pauses, and Retry-After wins", async () => {
  const at: number[] = []
  const clock = createTestClock({ start: 0, scripted: true })
  const { run } = await testRun(
    [
      {
        id: "a",
        kind: "read",
        retry: { attempts: 4, delay: "1s", factor: 2, jitter: "none" },
      },
    ],
    {
      read: {
        effect: "read",
        run: (_, { attempt }) => {
          at.push(clock.now())
          return attempt === 4 ? done("at last") : flaky(attempt === 2 ? 30_000 : undefined)
        },
      },
    },
    { clock },
  )
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: "at last" })
  expect(at).toEqual([0, 1_000, 31_000, 35_000])
})

test("LM-026 a server that is overloaded for ten minutes is asked within its limits, also by whoever takes the run up", async () => {
  const at: number[] = []
  const acts = {
    read: {
      effect: "read" as const,
      run: () => {
        at.push(clock.now())
        return clock.now() < 600_000 ? flaky(at.length === 3 ? 120_000 : undefined) : done("at last")
      },
    },
  }
  const retry = { attempts: 20, delay: "10s", factor: 2, maxDelay: "2m", jitter: "none" } as const
  const workflow: Workflow = { rivulet: 1, id: "w", steps: [{ id: "a", kind: "read", retry }] }
  const clock = createTestClock({ start: 0, scripted: true })
  const journal = createTestJournal()
  const first = await testPlace(acts, { clock, journal }).start(workflow)
  await new Promise<void>(go => {
    first.watch((_, events) => typesOf(events).includes("step.failed") && at.length === 5 && go())
  })
  // The tab is gone in the middle of a pause.
  first.lose()
  const taken = await testPlace(acts, { clock, journal }).take(workflow)
  expect(endOf(await taken.resting())).toEqual({ status: "completed", output: "at last" })
  // 10 s, 20 s, what the server said, 80 s, and then no longer than two minutes each.
  expect(at).toEqual([0, 10_000, 30_000, 150_000, 230_000, 350_000, 470_000, 590_000, 710_000])
  // Every attempt can be seen.
  const failures = journal.events("r").filter(({ type }) => type === "step.failed")
  expect(failures.length).toBe(8)
})

test("[E1] every attempt has the same key", async () => {
  const keys: string[] = []
  const { run } = await testRun([{ id: "a", kind: "read" }], {
    read: {
      effect: "read",
      run: (_, { key }) => {
        keys.push(key)
        return flaky()
      },
    },
  })
  expect(endOf(await run.resting())).toEqual({ status: "failed", problem: "flaky" })
  expect(keys).toEqual(["r:a#1", "r:a#1", "r:a#1"])
})

test("[W11] as many steps run side by side as the settings say", async () => {
  let now = 0
  let most = 0
  const clock = createTestClock({ start: 0, scripted: true })
  const place = testPlace(
    {
      rest: async () => {
        most = Math.max(most, ++now)
        await clock.rest(10)
        now--
        return done(null)
      },
    },
    { clock },
  )
  const steps = [{ id: "a", kind: "rest", each: "{{ inputs.list }}", concurrency: 100 }]
  const list = Array.from({ length: 50 }, (_, n) => n)
  const run = await place.start(
    { rivulet: 1, id: "w", steps, settings: { parallel: 7 } },
    { inputs: { list } },
  )
  expect(endOf(await run.resting())).toMatchObject({ status: "completed" })
  expect(most).toBe(7)
  expect(clock.now()).toBe(80)
})

test("[L4] an attempt that outlasts its limit fails; one that ignores its signal is left behind", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  let late: (outcome: Outcome) => void = () => {}
  const { run } = await testRun(
    [{ id: "a", kind: "stuck", timeout: "1s" }],
    {
      stuck: () =>
        new Promise(go => {
          late = go
        }),
    },
    { clock, grace: 500 },
  )
  expect(endOf(await run.resting())).toEqual({ status: "failed", problem: "step_timed_out" })
  expect(clock.now()).toBe(1_500)
  late(done("too late"))
  await clock.breathe()
  expect(statuses(run)).toEqual({ a: "failed" })
})

test("[L5] [E5] a once effect that ends without an answer is in doubt, and a person decides", async () => {
  const acts = {
    send: { effect: "once" as const, run: () => Promise.reject(new Error("the line went dead")) },
  }
  for (const [decision, end] of [
    [
      { type: "done", outlets: { success: "it arrived" } },
      { status: "completed", output: "it arrived" },
    ],
    [{ type: "fail" }, { status: "failed", problem: "step_threw" }],
  ] as const) {
    const { run, journal } = await testRun([{ id: "a", kind: "send" }], acts)
    const shown = async () => (await journal.history({ most: 1 })).runs[0]?.status
    expect(await run.resting()).toEqual({ type: "waiting" })
    expect(statuses(run)).toEqual({ a: "in_doubt" })
    expect(await shown()).toBe("in_doubt")
    expect(run.decide({ in: "", step: "b" }, decision)).toMatchObject({
      ok: false,
      error: { code: "not_in_doubt" },
    })
    expect(run.decide({ in: "", step: "a" }, decision)).toEqual({ ok: true })
    expect(endOf(await run.resting())).toEqual(end)
    expect(await shown()).toBe(end.status)
  }
})

test("[L6] a once effect of which the port knows that nothing went out fails and is no doubt", async () => {
  const unsent = {
    code: "offline",
    message: "No network",
    severity: "error",
    retryable: false,
    data: { sent: false },
  } as const
  const cut = { ...unsent, data: { answered: false } }
  for (const [problem, status] of [
    [unsent, "failed"],
    [cut, "in_doubt"],
  ] as const) {
    const { run } = await testRun([{ id: "a", kind: "send" }], {
      send: { effect: "once", run: () => failed(problem) },
    })
    await run.resting()
    expect(statuses(run)).toEqual({ a: status })
  }
})

test("[W1] a waiting step holds no slot, and is answered by outlet and value", async () => {
  const ask = {
    effect: "pure" as const,
    outlets: ["yes", "no"],
    run: (): Outcome => ({ type: "waiting", wait: { for: "person", ask: {} } }),
  }
  const { run } = await testRun(
    [
      { id: "a", kind: "ask", next: { yes: "b" } },
      { id: "b", kind: "give" },
    ],
    { ask, give },
    { workflow: { settings: { parallel: 1 } } },
  )
  expect(await run.resting()).toEqual({ type: "waiting" })
  expect(run.answer({ in: "", step: "b" }, "yes")).toMatchObject({ error: { code: "not_waiting" } })
  expect(run.answer({ in: "", step: "a" }, "perhaps")).toMatchObject({ error: { code: "unknown_outlet" } })
  expect(run.answer({ in: "", step: "a" }, "yes", "go on")).toEqual({ ok: true })
  expect(run.answer({ in: "", step: "a" }, "yes", "twice")).toMatchObject({ ok: false })
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: "go on" })
})

test("[W4] paused, nothing more starts and no timer fires; resumed, it goes on", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  const { run } = await testRun(
    [
      { id: "a", kind: "rest", next: { success: { to: "b", after: "1h" } } },
      { id: "b", kind: "give" },
    ],
    {
      rest: async () => {
        await clock.rest(10)
        return done("rested")
      },
      give,
    },
    { clock },
  )
  clock.at(5, () => run.pause("lunch"))
  expect(await run.resting()).toEqual({ type: "waiting" })
  expect(statuses(run)).toEqual({ a: "completed" })
  expect(run.state().phase).toBe("paused")
  run.resume()
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: "rested" })
  expect(clock.now()).toBe(3_600_010)
})

test("[L7] [W8] cancel asks first, then ends by force; a once effect under way is in doubt on record", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  const { run, journal } = await testRun(
    [
      { id: "polite", kind: "polite", next: "after" },
      { id: "deaf", kind: "deaf", next: "after" },
      { id: "send", kind: "send", next: "after" },
      { id: "after", kind: "give", join: "any" },
    ],
    {
      polite: async (_, { signal }) => {
        await clock.rest(100_000, signal)
        return done("late")
      },
      deaf: () => new Promise(() => {}),
      send: { effect: "once", run: () => new Promise(() => {}) },
      give,
    },
    { clock, grace: 2_000 },
  )
  clock.at(50, () => run.cancel())
  expect(endOf(await run.resting())).toMatchObject({ status: "cancelled" })
  expect(clock.now()).toBe(2_050)
  expect(typesOf(journal.events("r"))).toContain("step.doubted")
  expect(Object.keys(statuses(run))).not.toContain("after")
  expect(run.cancel()).toMatchObject({ error: { code: "run_over" } })
})

test("[L7] kill waits for nobody", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  const { run } = await testRun([{ id: "a", kind: "deaf" }], { deaf: () => new Promise(() => {}) }, { clock })
  clock.at(50, () => run.kill())
  expect(endOf(await run.resting())).toMatchObject({ status: "cancelled" })
  expect(clock.now()).toBe(50)
})

test("[L7] kill ends what is always done as well, whether it has begun or not", async () => {
  const endsAt = async (killAt: number) => {
    const clock = createTestClock({ start: 0, scripted: true })
    const workflow = { always: [{ id: "z", kind: "deaf" }] }
    const deaf = () => new Promise<never>(() => {})
    const { run } = await testRun([{ id: "a", kind: "deaf" }], { deaf }, { clock, grace: 2_000, workflow })
    clock.at(50, () => run.cancel())
    clock.at(killAt, () => run.kill())
    expect(endOf(await run.resting())).toMatchObject({ status: "cancelled" })
    return clock.now()
  }
  expect(await endsAt(100)).toBe(100)
  expect(await endsAt(3_000)).toBe(3_000)
})

test("[L7] a run that is killed where it has only just begun to wait has ended, and does not wait", async () => {
  const journal = createTestJournal()
  const { append } = journal
  let write: () => void = () => {}
  const canWrite = new Promise<void>(go => {
    write = go
  })
  // The disk is slow to take what was done: all that comes meanwhile is written together.
  journal.append = async (...given) => {
    if (given[2].some(({ type }) => type === "step.completed")) await canWrite
    return append(...given)
  }
  const steps = [
    { id: "a", kind: "send", next: "z" },
    { id: "z", kind: "rest" },
  ]
  const rest = async (): Promise<Outcome> => {
    await new Promise(go => setTimeout(go))
    return { type: "waiting", wait: { for: "time", until: 20_000 } }
  }
  const { run } = await testRun(steps, { send: { effect: "once", run: () => done(1) }, rest }, { journal })
  const resting = run.resting()
  while (statuses(run).z !== "waiting") await new Promise(go => setTimeout(go))
  run.kill()
  await new Promise(go => setTimeout(go))
  write()
  expect(endOf(await resting)).toMatchObject({ status: "cancelled" })
})

test("[L16] a full disk holds the run before anything is sent, and it goes on once there is room", async () => {
  let sent = 0
  const place = testPlace({ send: { effect: "once", run: () => done(++sent) } })
  let full = true
  place.journal.failWhen(append => append > 1 && full)
  const run = await place.start({ rivulet: 1, id: "w", steps: [{ id: "a", kind: "send" }] })
  expect(await run.resting()).toMatchObject({ type: "held", problem: { code: "journal_failed" } })
  expect(sent).toBe(0)
  full = false
  run.resume()
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: 1 })
})

test("[L16] a place can be left while a run is held there: what could not be written is not waited for", async () => {
  const place = testPlace({ send: { effect: "once", run: () => done(1) } })
  let full = true
  place.journal.failWhen(append => append > 1 && full)
  const run = await place.start({ rivulet: 1, id: "w", steps: [{ id: "a", kind: "send" }] })
  expect(await run.resting()).toMatchObject({ type: "held" })
  await run.leave()
  full = false
  expect(place.journal.events("r").map(({ type }) => type)).toEqual(["run.started"])
})

test("[L3] just before sending, a place that lost the run to another sends nothing", async () => {
  let sent = 0
  let mine = true
  const { run } = await testRun(
    [
      { id: "a", kind: "send" },
      { id: "b", kind: "send" },
    ],
    {
      send: {
        effect: "write",
        run: () => {
          mine = false
          return done(++sent)
        },
      },
    },
    { owner: () => ({ isStillMine: () => mine, letGo: () => {} }) },
  )
  expect(await run.resting()).toMatchObject({ type: "lost", problem: { code: "not_the_owner" } })
  expect(sent).toBe(1)
})

test("[L15] watchers hear of events in order, each once, after their commit", async () => {
  const { run, journal } = await testRun(
    [
      { id: "a", kind: "give", with: { value: 1 } },
      { id: "b", kind: "write" },
      { id: "c", kind: "give" },
    ],
    { give, write: { effect: "write", run: give } },
  )
  const heard: RunEvent[] = []
  let wrong = 0
  run.watch((seq, events) => {
    if (journal.events("r").length < seq + events.length || heard.length + 1 !== seq) wrong++
    heard.push(...events)
  })
  await run.resting()
  expect(heard).toEqual(journal.events("r").slice(1))
  expect(wrong).toBe(0)
})

test("[T11] parameters that do not fit, kinds that are not known and outlets that are not there are problems", async () => {
  for (const [kind, code] of [
    ["nonsense", "unknown_kind"],
    ["lost", "unknown_outlet"],
    ["foreach", "bad_parameters"],
  ] as const) {
    const { run } = await testRun([{ id: "a", kind, retry: { attempts: 5 } }], {
      lost: () => done(1, "sideways"),
    })
    expect(endOf(await run.resting())).toEqual({ status: "failed", problem: code })
    expect(problemOf(run, "a")).toBe(code)
  }
})

test("[L3] what is under way when the run is lost is told to stop", async () => {
  let told = false
  const clock = createTestClock({ start: 0, scripted: true })
  const steps = [{ id: "a", kind: "send" }]
  const send = async (_: unknown, { signal }: { signal: AbortSignal }) => {
    await clock.rest(1_000_000, signal)
    told = signal.aborted
    return done(null)
  }
  const { run } = await testRun(steps, { send: { effect: "write", run: send } }, { clock })
  clock.at(10, () => run.lose())
  expect(await run.resting()).toMatchObject({ type: "lost" })
  await clock.breathe()
  expect([told, clock.now()]).toEqual([true, 10])
})

test("[L14] a mistake in a kind that steers holds its run, and no other", async () => {
  const steer: AnyStep = {
    ...(controlKinds[0] as AnyStep),
    input: z.looseObject({}),
    control: {
      begin: () => {
        throw new Error("off the road")
      },
    },
  }
  const kinds = (kind: string) => (kind === "steer" ? steer : controlKinds.find(each => each.kind === kind))
  const place = testPlace({}, { kinds })
  const bad = await place.start({ rivulet: 1, id: "w", steps: [{ id: "a", kind: "steer", steps: [] }] })
  const good = await place.start({ rivulet: 1, id: "v", steps: [{ id: "a", kind: "join" }] }, { run: "v" })
  expect(await bad.resting()).toMatchObject({ type: "held", problem: { code: "loop_broke" } })
  expect(endOf(await good.resting())).toMatchObject({ status: "completed" })
})

test("[L15] the history knows that a run ended, and when, with the very commit that ends it", async () => {
  const journal = createTestJournal()
  const { run } = await testRun([{ id: "a", kind: "give", with: { value: 1 } }], { give }, { journal })
  await run.resting()
  const { runs } = await journal.history({ most: 10 })
  expect(runs).toMatchObject([{ run: "r", status: "completed", endedAt: expect.any(Number) }])
})

test("[S10] a wire of a state that waits for nothing is enabled at once, after those above it whose `when` is tried", async () => {
  const leaving = async (when: string) => {
    const next = [{ to: "high", when }, { to: "low" }, { to: "late", after: "1h" }]
    const states = ["high", "low", "late"].map(id => ({ id, kind: "give", with: { value: id } }))
    const { run } = await testRun([{ id: "rest", kind: "state", next }, ...states], { give })
    return endOf(await run.resting()).output
  }
  expect(await leaving("{{ true }}")).toBe("high")
  expect(await leaving("{{ false }}")).toBe("low")
})

test("[J11] the expression of a validator stands with or without braces, and sees what the wire carries as incoming", async () => {
  const ends = async (expression: string) => {
    const next = { to: "b", validate: [{ expression }] }
    const steps = [
      { id: "a", kind: "give", with: { value: 5 }, next },
      { id: "b", kind: "give", with: { value: "through" } },
    ]
    const { run } = await testRun(steps, { give })
    await run.resting()
    return statuses(run).b
  }
  expect(await ends("incoming > 4")).toBe("completed")
  expect(await ends("{{ incoming > 4 }}")).toBe("completed")
  expect(await ends("incoming > 5")).toBe("skipped")
})

test("[J11] a step that guards a wire may leave by outlets that the step before the wire does not have", async () => {
  const ends = async (says: string) => {
    const next = { to: "b", validate: [{ kind: "judge" }] }
    const steps = [
      { id: "a", kind: "give", with: { value: 5 }, next },
      { id: "b", kind: "give", with: { value: "through" } },
    ]
    const judge = { effect: "pure" as const, outlets: ["pass", "fail"], run: () => done(1, says) }
    const { run } = await testRun(steps, { give, judge })
    await run.resting()
    return statuses(run).b
  }
  expect(await ends("pass")).toBe("completed")
  expect(await ends("fail")).toBe("skipped")
})

test("a run says how much of it waits for a person: what waits for a time asks nobody", async () => {
  const { run, journal } = await testRun(
    [
      { id: "s", kind: "give", next: ["ask", "rest"] },
      { id: "ask", kind: "wait", with: { for: "person", ask: {} } },
      { id: "rest", kind: "wait", with: { for: "event", name: "paid" } },
    ],
    { give, wait: wait => ({ type: "waiting", wait: wait as never }) },
  )
  const asking = async () => (await journal.history({ asking: true, most: 9 })).runs.map(({ asks }) => asks)
  await run.resting()
  await run.sure()
  expect(await asking()).toEqual([1])
  run.answer({ in: "", step: "ask" })
  await run.resting()
  await run.sure()
  expect(await asking()).toEqual([])
  expect((await journal.history({ most: 9 })).runs).toMatchObject([{ status: "waiting", asks: 0 }])
})
