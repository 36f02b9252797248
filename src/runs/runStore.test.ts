import { expect, test, vi } from "vitest"
import type { RunEvent } from "../engine/core/event.ts"
import { soon } from "../lib/testing/soon.ts"
import { emptyWorkflow } from "../model/workflow.ts"
import type { RunNews, RunService } from "./runService.ts"
import { countRuns } from "./runStatistics.ts"
import { createRunStore } from "./runStore.ts"

const workflow = { ...emptyWorkflow("w"), steps: [{ id: "a", kind: "do" }] }
const kinds = () => ({ outlets: ["success"], effect: "pure" as const })
const started: RunEvent = { type: "run.started", v: 1, at: 1, run: "r", inputs: {}, seed: 1 }
const done: RunEvent = { type: "step.completed", at: 2, in: "", step: "a", visit: 1, outlets: { success: 7 } }
const over: RunEvent = { type: "run.ended", at: 3, status: "completed", output: 7 }

/** A service that says what the test says. */
function createTestService(pinned: typeof workflow | undefined = workflow) {
  let hear: (news: RunNews) => void = () => {}
  const commands: unknown[] = []
  const service: RunService = {
    start: async () => ({ ok: true, value: { run: "r" } }),
    async command(run, command) {
      commands.push([run, command])
      return { ok: false, error: { code: "no", message: "No.", severity: "error", retryable: false } }
    },
    watch(_, listener) {
      hear = listener
      return () => {
        hear = () => {}
      }
    },
    workflowOf: async () => pinned,
    value: async () => undefined,
    why: async () => ({ ok: true, value: { source: "constant", path: [], from: [] } }),
    history: async () => ({ runs: [], next: null }),
    remove: async () => {},
    statistics: async () => ({ ...countRuns([], 0), looked: 0, steps: [] }),
    eventsOf: async () => undefined,
    watchHistory: () => () => {},
  }
  const tell = (news: Partial<RunNews>) => hear({ run: "r", seq: 0, events: [], notes: [], ...news })
  return { service, commands, tell }
}

test("a run is the fold of its events, also of those that came before its workflow", async () => {
  const { service, tell } = createTestService()
  const { store } = createRunStore(service, kinds, "r")
  tell({ events: [started] })
  expect(store.getState().view).toBeNull()
  await vi.waitFor(() => expect(store.getState().view?.steps.get("a")).toMatchObject({ look: "ready" }), soon)
  tell({ seq: 1, events: [done, over] })
  expect(store.getState().view).toMatchObject({ status: "completed", output: 7, endedAt: 3 })
})

test("a past that comes in parts is shown once it is whole, and what comes then as it comes", async () => {
  const { service, tell } = createTestService()
  const { store } = createRunStore(service, kinds, "r")
  tell({ events: [started], more: true })
  await vi.waitFor(() => expect(store.getState().workflow).not.toBeNull(), soon)
  expect(store.getState().view).toBeNull()
  tell({ seq: 1, events: [done] })
  expect(store.getState().view).toMatchObject({ moment: 2, status: "running" })
  tell({ seq: 2, events: [over] })
  expect(store.getState().view).toMatchObject({ moment: 3, status: "completed" })
})

test("what says the same as before is the same as before", async () => {
  const { service, tell } = createTestService()
  const { store } = createRunStore(service, kinds, "r")
  tell({ events: [started, done] })
  await vi.waitFor(() => expect(store.getState().view).not.toBeNull(), soon)
  const before = store.getState().view
  tell({ seq: 2, events: [over] })
  const after = store.getState().view
  expect(after?.status).not.toBe(before?.status)
  expect(after?.steps).toBe(before?.steps)
  expect(after?.awaited).toBe(before?.awaited)
  expect(after?.share).toBe(before?.share)
})

test("of a run whose journal cannot be read further nobody says that it goes on", async () => {
  const { service, tell } = createTestService()
  const { store } = createRunStore(service, kinds, "r")
  const asked: RunEvent = {
    type: "step.started",
    at: 2,
    in: "",
    step: "a",
    visit: 1,
    attempt: 1,
    key: "r:a#1",
    effect: "read",
  }
  tell({ events: [started, asked] })
  await vi.waitFor(() => expect(store.getState().view?.steps.get("a")?.look).toBe("running"), soon)
  const problem = { code: "journal_damaged", message: "Cut", severity: "error", retryable: false } as const
  tell({ seq: 2, problem })
  await vi.waitFor(() => expect(store.getState().view?.isCut).toBe(true), soon)
  expect(store.getState().view?.steps.get("a")?.look).toBe("unknown")
  expect(store.getState().view?.awaited).toEqual([])
})

test("news of any length leave the page its turn, and are taken in to the end", async () => {
  const { service, tell } = createTestService()
  const { store } = createRunStore(service, kinds, "r")
  const paused = Array.from({ length: 60_000 }, (_, at): RunEvent => {
    return at % 2 === 0 ? { type: "run.paused", at: 2, reason: "asked" } : { type: "run.resumed", at: 2 }
  })
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  tell({ events: [started, ...paused, done, over] })
  await vi.waitFor(() => expect(store.getState().view?.status).toBe("completed"), 20_000)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(2)
  expect(store.getState().view?.events).toBe(paused.length + 3)
})

test("what steps say is kept apart, and texts grow", async () => {
  const { service, tell } = createTestService()
  const { store, line } = createRunStore(service, kinds, "r")
  tell({ events: [started] })
  await vi.waitFor(() => expect(store.getState().view).not.toBeNull(), soon)
  const { view } = store.getState()
  const place = { in: "", step: "a", visit: 1 }
  tell({
    notes: [
      { ...place, note: { type: "text", text: "he" } },
      { ...place, note: { type: "progress", share: 0.5 } },
    ],
  })
  tell({
    notes: [
      { ...place, note: { type: "text", text: "llo" } },
      { ...place, note: { type: "log", number: 0, at: 2, level: "warn", message: "hm" } },
    ],
  })
  await vi.waitFor(() => expect(store.getState().lines).toBe(2), soon)
  expect(line(1)).toMatchObject({ step: "a", level: "warn", text: "hm", moment: 1 })
  expect(store.getState().texts.get("a")).toBe("hello")
  expect(store.getState().shares.get("a")).toBe(0.5)
  expect(store.getState().view).toBe(view)
})

test("all that was said so far takes the place of what was heard of it, and no line is written twice", async () => {
  const { service, tell } = createTestService()
  const { store } = createRunStore(service, kinds, "r")
  tell({ events: [started] })
  await vi.waitFor(() => expect(store.getState().view).not.toBeNull(), soon)
  const say = (text: string) => ({ in: "", step: "a", visit: 1, note: { type: "text", text } }) as const
  tell({ notes: [say("half"), ...wrote(1).notes] })
  tell({ anew: true, notes: [say("by half"), ...wrote(0).notes, ...wrote(1).notes] })
  tell({ notes: [say("!"), ...wrote(2).notes] })
  await vi.waitFor(() => expect(store.getState().texts.get("a")).toBe("by half!"), soon)
  expect(store.getState().lines).toBe(4)
})

test("a step that begins again has said nothing yet, and is at no share of its work, whether or not its beginning is kept", async () => {
  const { service, tell } = createTestService()
  const { store } = createRunStore(service, kinds, "r")
  tell({ events: [started] })
  await vi.waitFor(() => expect(store.getState().view).not.toBeNull(), soon)
  const place = { in: "", step: "a", visit: 1 }
  const again: RunEvent = {
    type: "step.started",
    at: 2,
    in: "",
    step: "a",
    visit: 1,
    attempt: 2,
    key: "k",
    effect: "write",
  }
  for (const news of [
    { seq: 1, events: [again] },
    { notes: [{ ...place, note: { type: "begun" } }] },
  ] as const) {
    tell({
      notes: [
        { ...place, note: { type: "text", text: "Half" } },
        { ...place, note: { type: "progress", share: 0.5 } },
      ],
    })
    await vi.waitFor(() => expect(store.getState().shares.get("a")).toBe(0.5), soon)
    tell(news)
    await vi.waitFor(() => expect(store.getState().shares.has("a")).toBe(false), soon)
    expect(store.getState().texts.has("a")).toBe(false)
  }
})

test("a step of which nothing stands in the journal before it is done is seen to be under way, until it is taken over", async () => {
  const { service, tell } = createTestService()
  const run = createRunStore(service, kinds, "r")
  const look = () => run.store.getState().view?.steps.get("a")?.look
  const begun = { notes: [{ in: "", step: "a", visit: 1, note: { type: "begun" } }] } as const
  tell({ events: [started] })
  await vi.waitFor(() => expect(look()).toBe("ready"), soon)
  tell(begun)
  await vi.waitFor(() => expect(look()).toBe("running"), soon)
  expect(run.timeline(new Set()).row(0)).toMatchObject({ look: "running", spans: [{ is: "run", to: null }] })
  tell({ seq: 1, events: [{ type: "run.taken_over", at: 2, epoch: 2 }] })
  await vi.waitFor(() => expect(look()).toBe("ready"), soon)
  tell(begun)
  await vi.waitFor(() => expect(look()).toBe("running"), soon)
  tell({ seq: 2, events: [done] })
  await vi.waitFor(() => expect(look()).toBe("completed"), soon)
})

/** A store that was told all of this, and the lines of its log. */
async function logAfter(...told: Partial<RunNews>[]) {
  const { service, tell } = createTestService()
  const run = createRunStore(service, kinds, "r")
  for (const news of told) tell(news)
  await vi.waitFor(() => expect(run.store.getState().view).not.toBeNull(), soon)
  const { lines } = run.store.getState()
  return Array.from({ length: lines }, (_, index) => run.line(index))
}

const written = (number: number, message = `line ${number}`) => ({ at: 2, level: "info", message }) as const
const wrote = (number: number) =>
  ({
    notes: [{ in: "", step: "a", visit: 1, note: { type: "log", number, ...written(number) } }],
  }) as const
const outcome: RunEvent = { ...done, said: { lines: [written(0), written(1), written(2)] } }
const around = ["The run started", "completed by success"]

test("what steps wrote to the log stands before their outcome, and leads to where it was written", async () => {
  const said = {
    lines: [written(0), { at: 2, level: "warn" as const, message: "Slow", data: { ms: 5 } }],
    left: 3,
  }
  const lines = await logAfter({ events: [started, { ...done, said }, over] })
  expect(lines.slice(1, -2)).toEqual([
    { level: "info", at: 2, step: "a", text: "line 0", moment: 1 },
    { level: "warn", at: 2, step: "a", text: 'Slow {"ms":5}', moment: 1 },
    { level: "warn", at: 2, step: "a", text: "wrote 3 more lines, which are not kept", moment: 1 },
  ])
  expect(lines.at(-2)).toMatchObject({ text: "completed by success", moment: 2 })
})

test("what was heard as it was written is not written again by the outcome", async () => {
  const text = (lines: Awaited<ReturnType<typeof logAfter>>) => lines.map(line => line.text)
  const whole = [around[0], "line 0", "line 1", "line 2", around[1]]
  const begin = { events: [started] }
  const end = { seq: 1, events: [outcome] }
  expect(text(await logAfter(begin, end))).toEqual(whole)
  expect(text(await logAfter(begin, wrote(0), wrote(1), end))).toEqual(whole)
  expect(text(await logAfter(begin, wrote(0), wrote(1), wrote(2), end))).toEqual(whole)
  // Whoever came later heard the last of them first.
  const late = [around[0], "line 2", "line 0", "line 1", around[1]]
  expect(text(await logAfter(begin, wrote(2), end))).toEqual(late)
})

test("of an attempt that was cut and is made again that alone is new which it had not written before", async () => {
  const cut: RunEvent = { type: "run.taken_over", at: 2, epoch: 2 }
  const text = (lines: Awaited<ReturnType<typeof logAfter>>) => lines.map(line => line.text)
  const begin = { events: [started] }
  const seen = ["The run started", "line 0", "The run was taken over after an interruption"]
  const whole = [...seen, "line 1", "line 2", "completed by success"]
  expect(text(await logAfter(begin, wrote(0), { seq: 1, events: [cut, outcome] }))).toEqual(whole)
  const later = { ...outcome, said: { lines: [0, 1, 2].map(number => ({ ...written(number), at: 3 })) } }
  const again = { ...wrote(0).notes[0], note: { ...wrote(0).notes[0].note, at: 3 } }
  const told = [{ seq: 1, events: [cut] }, { notes: [again] }, { seq: 2, events: [later] }]
  expect(text(await logAfter(begin, wrote(0), ...told))).toEqual(whole)
  const other = { ...done, said: { lines: [written(0, "something else")] } }
  expect(text(await logAfter(begin, wrote(0), { seq: 1, events: [cut, other] }))).toEqual([
    ...seen,
    ...["something else", "completed by success"],
  ])
})

test("what attempts write of which the outcomes come together is seen once, also by whoever came late", async () => {
  const at = (attempt: number, number: number) => ({ ...written(number), at: attempt })
  const say = (attempt: number, number: number) => ({
    notes: [{ in: "", step: "a", visit: 1, note: { type: "log", number, ...at(attempt, number) } } as const],
  })
  const problem = { code: "no", message: "No", severity: "error", retryable: true } as const
  const failedAt = (attempt: number): RunEvent => ({
    ...{ type: "step.failed", at: attempt, in: "", step: "a", visit: 1, problem },
    said: { lines: [at(attempt, 0), at(attempt, 1)] },
  })
  const all = [say(2, 0), say(2, 1), say(3, 0), say(3, 1)]
  for (const heard of [all, all.slice(1), all.slice(2), all.slice(3), []]) {
    const lines = await logAfter({ events: [started] }, ...heard, {
      seq: 1,
      events: [failedAt(2), failedAt(3)],
    })
    const seen = lines.filter(({ text }) => text.startsWith("line")).map(({ at, text }) => `${at} ${text}`)
    expect(seen.sort()).toEqual(["2 line 0", "2 line 1", "3 line 0", "3 line 1"])
  }
})

test("what was written in a row of instances stands there by its own place", async () => {
  const row: RunEvent = {
    ...{ type: "step.lapped", at: 2, in: "", step: "a", visit: 1, told: 1, heard: 0, from: 7, steer: {} },
    laps: [{ did: [{ step: "b", outlets: {}, said: { lines: [written(0, "seven")] } }] }],
  }
  const lines = await logAfter({ events: [started, row] })
  expect(lines[1]).toMatchObject({ step: "a[7]#1/b", text: "seven" })
})

test("words are there with the next frame, however long a view is not due", async () => {
  vi.useFakeTimers()
  try {
    const { service, tell } = createTestService()
    const { store } = createRunStore(service, kinds, "r")
    await vi.advanceTimersByTimeAsync(1_000)
    tell({ events: [started] })
    for (const text of ["one", " two"]) {
      tell({ notes: [{ in: "", step: "a", visit: 1, note: { type: "text", text } }] })
      await vi.advanceTimersByTimeAsync(16)
      expect(store.getState().texts.get("a")).toMatch(new RegExp(`${text}$`))
    }
  } finally {
    vi.useRealTimers()
  }
})

test("a run of which more happens than can be followed rushes, until it rests", async () => {
  vi.useFakeTimers()
  try {
    const { service, tell } = createTestService()
    const { store } = createRunStore(service, kinds, "r")
    const isRushing = () => store.getState().isRushing
    await vi.advanceTimersByTimeAsync(1_000)
    tell({ events: [started] })
    await vi.advanceTimersByTimeAsync(1_000)
    tell({
      events: [
        { type: "run.paused", at: 2, reason: "asked" },
        { type: "run.resumed", at: 2 },
      ],
    })
    expect(isRushing()).toBe(false)
    const turns = Array.from({ length: 200 }, (_, at): RunEvent => {
      return at % 2 === 0 ? { type: "run.paused", at: 2, reason: "asked" } : { type: "run.resumed", at: 2 }
    })
    await vi.advanceTimersByTimeAsync(200)
    tell({ events: turns })
    await vi.advanceTimersByTimeAsync(200)
    expect(isRushing()).toBe(true)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(isRushing()).toBe(false)
  } finally {
    vi.useRealTimers()
  }
})

test("steps that say more words than can be read one by one rush as well", async () => {
  vi.useFakeTimers()
  try {
    const { service, tell } = createTestService()
    const { store } = createRunStore(service, kinds, "r")
    await vi.advanceTimersByTimeAsync(1_000)
    tell({ events: [started] })
    const word = { in: "", step: "a", visit: 1, note: { type: "text", text: "w " } } as const
    const speak = async (words: number) => {
      for (let at = 0; at < 20; at++) {
        tell({ notes: Array.from({ length: words }, () => word) })
        await vi.advanceTimersByTimeAsync(20)
      }
      return store.getState().isRushing
    }
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await speak(1)).toBe(false)
    expect(await speak(20)).toBe(true)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(store.getState().isRushing).toBe(false)
  } finally {
    vi.useRealTimers()
  }
})

test("a run that a newer version began is shown as far as it is understood, and says so", async () => {
  const { service, tell } = createTestService()
  const { store, line } = createRunStore(service, kinds, "r")
  const unknown = { type: "run.dreamt", at: 2 } as unknown as RunEvent
  tell({ events: [{ ...started, v: 2 } as RunEvent, unknown, done, over] })
  await vi.waitFor(() => expect(store.getState().view?.status).toBe("completed"), soon)
  expect(store.getState().problem?.code).toBe("run_newer")
  expect(line(1)).toMatchObject({ level: "warn", text: expect.stringContaining("does not know") })
})

test("a command that was refused says why, until it is forgiven", async () => {
  const { service, commands } = createTestService()
  const run = createRunStore(service, kinds, "r")
  await run.tell({ type: "pause" })
  expect(commands).toEqual([["r", { type: "pause" }]])
  expect(run.store.getState().problem?.code).toBe("no")
  run.forgive()
  expect(run.store.getState().problem).toBeUndefined()
})

test.each([true, false])(
  "a run that began only after its workflow was asked for is shown (its events come before the answer: %s)",
  async isEarly => {
    const { service, tell } = createTestService()
    const answers = [undefined, workflow]
    let asked = 0
    const workflowOf = async () => {
      const answer = answers[asked++]
      await Promise.resolve()
      if (isEarly && asked === 1) tell({ events: [started, done, over] })
      return answer
    }
    const { store } = createRunStore({ ...service, workflowOf }, kinds, "r")
    if (!isEarly) {
      await vi.waitFor(() => expect(store.getState().problem?.code).toBe("run_unreadable"), soon)
      tell({ events: [started, done, over] })
    }
    await vi.waitFor(
      () => expect(store.getState().view).toMatchObject({ status: "completed", output: 7 }),
      soon,
    )
    expect(store.getState().problem).toBeUndefined()
    expect(asked).toBe(2)
  },
)

test("a run whose workflow is gone says so", async () => {
  const { service } = createTestService()
  const { service: without } = { service: { ...service, workflowOf: async () => undefined } }
  const { store } = createRunStore(without, kinds, "r")
  await vi.waitFor(() => expect(store.getState().problem?.code).toBe("run_unreadable"), soon)
})
