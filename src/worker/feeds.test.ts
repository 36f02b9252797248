import fc from "fast-check"
import { expect, test } from "vitest"
import type { RunEvent } from "../engine/core/event.ts"
import type { KeptChunk } from "../model/journal.ts"
import type { RunNews } from "../runs/runService.ts"
import { receivedNews, sentNews } from "./engineLine.ts"
import { createFeeds, type FeedParts } from "./feeds.ts"
import type { Spoken } from "./saidSoFar.ts"

const event = (at: number): RunEvent => ({ type: "timer.fired", timer: String(at), at })
const events = (count: number, from = 0) => Array.from({ length: count }, (_, at) => event(from + at))

/** A journal that holds so many events, and keeps them as it likes. */
const holding = (count: number): Pick<FeedParts["journal"], "read" | "chunks"> => ({
  async *read(_, from = 0) {
    for (let seq = from; seq < count; seq += 500) yield events(Math.min(500, count - seq), seq)
  },
})

/** A journal that keeps its events as text, so many in each row. */
function keeping(sizes: readonly number[]): ReturnType<typeof holding> & { readonly rows: KeptChunk[] } {
  let seq = 0
  const rows = sizes.map(count => {
    const row = { seq, count, events: JSON.stringify(events(count, seq)) }
    seq += count
    return row
  })
  return {
    ...holding(seq),
    rows,
    async *chunks() {
      for (const row of rows.slice(0, -1)) yield row
      const last = rows.at(-1)
      if (last !== undefined) yield JSON.parse(last.events) as RunEvent[]
    },
  }
}

/** Feeds over a journal that holds so many events, with a clock that moves when somebody waits. */
function feedsOver(held: number | ReturnType<typeof holding>, soFar: readonly Spoken[] = []) {
  let now = 0
  const waits: number[] = []
  let tell: (run: string, seq: number, events: readonly RunEvent[]) => void = () => {}
  const feeds = createFeeds({
    journal: {
      ...(typeof held === "number" ? holding(held) : held),
      watch(listener) {
        tell = listener
        return () => {}
      },
      head: async () => undefined,
    },
    saidSoFar: () => soFar,
    now: () => now,
    after(milliseconds, work) {
      waits.push(milliseconds)
      let isOff = false
      void Promise.resolve().then(() => {
        now += milliseconds
        if (!isOff) work()
      })
      return () => {
        isOff = true
      }
    },
  })
  return { feeds, waits, commit: (seq: number, more: readonly RunEvent[]) => tell("r", seq, more) }
}

const rest = () => new Promise(go => setTimeout(go, 5))

test("what is past comes in few messages, one right after the other", async () => {
  const { feeds, waits } = feedsOver(100_000)
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(news))
  await rest()
  expect(heard.flatMap(news => news.events)).toEqual(events(100_000))
  expect(Math.max(...heard.map(({ events }) => events.length))).toBeLessThanOrEqual(2_000)
  expect(waits.every(wait => wait === 0)).toBe(true)
  expect(heard.map(({ more }) => more)).toEqual([...heard.slice(1).map(() => true), undefined])
})

test("what follows comes once a frame, and never more than can be taken in within one", async () => {
  const { feeds, waits, commit } = feedsOver(10)
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(news))
  await rest()
  heard.length = 0
  waits.length = 0
  commit(10, events(5_000, 10))
  await rest()
  expect(heard.map(({ seq, events }) => [seq, events.length])).toEqual([
    [10, 2_000],
    [2_010, 2_000],
    [4_010, 1_000],
  ])
  expect(waits.slice(1).every(wait => wait === 16)).toBe(true)
})

test("what several steps say at once is one text for each of them a frame", async () => {
  const { feeds } = feedsOver(1)
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(news))
  await rest()
  heard.length = 0
  for (const text of ["1", "2", "3"]) {
    for (const step of ["a", "b"]) feeds.note("r", { in: "", step, visit: 1, note: { type: "text", text } })
  }
  await rest()
  const said = heard.flatMap(({ notes }) =>
    notes.map(({ step, note }) => [step, "text" in note && note.text]),
  )
  expect(said).toEqual([
    ["a", "123"],
    ["b", "123"],
  ])
})

test("a line of the log is told once: at once, or by the outcome that carries it", async () => {
  const { feeds, commit } = feedsOver(1)
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(news))
  await rest()
  heard.length = 0
  const line = (number: number) => ({ at: 1, level: "info" as const, message: String(number) })
  const write = (step: string, number: number) =>
    feeds.note("r", { in: "", step, visit: 1, note: { type: "log", number, ...line(number) } })
  write("a", 0)
  await rest()
  write("a", 1)
  write("b", 0)
  write("b", 1)
  const a: RunEvent = {
    ...{ type: "step.completed", at: 1, in: "", step: "a", visit: 1, outlets: {} },
    said: { lines: [line(0), line(1)] },
  }
  // Of what is not kept, only those know who heard it.
  const b: RunEvent = { ...a, step: "b", said: { lines: [line(0)], left: 1 } }
  commit(1, [a, { type: "batch", events: [b as never] }])
  await rest()
  const told = heard.map(({ events, notes }) => [
    events.length,
    notes.map(({ step, note }) => `${step}${"number" in note && note.number}`),
  ])
  expect(told).toEqual([
    [0, ["a0"]],
    [2, ["b1"]],
  ])
})

test("lines of an attempt that is made again are told, though the one before it had as many", async () => {
  const { feeds, commit } = feedsOver(1)
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(news))
  await rest()
  heard.length = 0
  const line = (at: number) => ({ at, level: "info" as const, message: "try" })
  for (const at of [1, 2])
    feeds.note("r", { in: "", step: "a", visit: 1, note: { type: "log", number: 0, ...line(at) } })
  const problem = { code: "no", message: "No", severity: "error", retryable: true } as const
  commit(1, [
    { type: "step.failed", at: 1, in: "", step: "a", visit: 1, problem, said: { lines: [line(1)] } },
  ])
  await rest()
  expect(heard.flatMap(({ notes }) => notes.map(({ note }) => "at" in note && note.at))).toEqual([2])
})

test("what a step says never comes before the events that it follows, though they are still being read", async () => {
  let letRead = () => {}
  const held = new Promise<void>(go => {
    letRead = go
  })
  let count = 1
  let tell: (run: string, seq: number, events: readonly RunEvent[]) => void = () => {}
  const feeds = createFeeds({
    journal: {
      async *read(_, from = 0) {
        if (from > 0) await held
        yield events(count - from, from)
      },
      watch(listener) {
        tell = listener
        return () => {}
      },
      head: async () => undefined,
    },
    saidSoFar: () => [],
    now: () => 0,
    after(milliseconds, work) {
      const timer = setTimeout(work, milliseconds)
      return () => clearTimeout(timer)
    },
  })
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(news))
  await rest()
  heard.length = 0
  // Of the second no word came: it is read when the third shows that it is missing.
  count = 3
  tell("r", 2, events(1, 2))
  feeds.note("r", { in: "", step: "a", visit: 1, note: { type: "begun" } })
  await new Promise(go => setTimeout(go, 40))
  expect(heard).toEqual([])
  letRead()
  await expect.poll(() => heard.flatMap(({ notes }) => notes)).toHaveLength(1)
  const first = heard.findIndex(({ notes }) => notes.length > 0)
  expect(heard.slice(0, first + 1).flatMap(news => news.events)).toEqual(events(2, 1))
})

test("what a step says is told behind the events before it that are still on their way to the disk", async () => {
  const { feeds, commit } = feedsOver(1)
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(news))
  await rest()
  heard.length = 0
  const say = (text: string, behind: number) =>
    feeds.note("r", { in: "", step: "a", visit: 1, note: { type: "text", text } }, behind)
  say("on", 2)
  say("ce", 2)
  say("later", 3)
  await rest()
  expect(heard).toEqual([])
  commit(1, events(1, 1))
  await rest()
  commit(2, events(1, 2))
  await rest()
  say(" at once", 3)
  await rest()
  expect(
    heard.map(news => [news.events.length, news.notes.map(({ note }) => "text" in note && note.text)]),
  ).toEqual([
    [1, ["once"]],
    [1, ["later"]],
    [0, [" at once"]],
  ])
})

test("of what was said in another tab that is late, nothing is told that its outcome has told or ended", async () => {
  const { feeds, commit } = feedsOver(1)
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(news))
  await rest()
  heard.length = 0
  const line = { at: 1, level: "info" as const, message: "hello", number: 0 }
  const said = (text: string) => [
    { in: "", step: "a", visit: 1, note: { type: "text" as const, text } },
    { in: "", step: "a", visit: 1, note: { type: "log" as const, ...line } },
    { in: "", step: "a", visit: 1, note: { type: "begun" as const } },
  ]
  feeds.saidElsewhere("r", 1, said("in time"))
  await rest()
  commit(1, events(1, 1))
  await rest()
  feeds.saidElsewhere("r", 1, said("late"))
  await rest()
  expect(heard.map(({ notes }) => notes.map(({ note }) => note.type))).toEqual([
    ["text", "log", "begun"],
    [],
    ["text"],
  ])
})

test("who begins to watch hears what was said so far, behind the events that it was said behind", async () => {
  const place = { in: "", step: "a", visit: 1 }
  const said = (text: string) => ({ ...place, note: { type: "text" as const, text } })
  const { feeds, commit } = feedsOver(1, [
    { said: said("so"), behind: 1 },
    { said: said("on"), behind: 2 },
  ])
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(news))
  await rest()
  commit(1, events(1, 1))
  await rest()
  expect(
    heard.map(news => [news.events.length, news.notes.map(({ note }) => "text" in note && note.text)]),
  ).toEqual([
    [1, []],
    [0, ["so"]],
    [1, ["on"]],
  ])
})

test("all that was said elsewhere so far takes the place of what was told of it before", async () => {
  const { feeds } = feedsOver(1)
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(news))
  await rest()
  heard.length = 0
  const said = (text: string) => [{ in: "", step: "a", visit: 1, note: { type: "text" as const, text } }]
  feeds.saidElsewhere("r", 1, said("there"))
  feeds.saidElsewhere("r", 1, said("hello there"), true)
  await rest()
  feeds.saidElsewhere("r", 1, said("!"))
  await rest()
  expect(
    heard.map(({ notes, anew }) => [notes.map(({ note }) => "text" in note && note.text), anew]),
  ).toEqual([
    [["hello there"], true],
    [["!"], undefined],
  ])
})

test("a run is watched until it has ended", async () => {
  const { feeds, commit } = feedsOver(1)
  const end = feeds.watch("r", 0, () => {})
  feeds.watch("r", 0, () => {})
  await rest()
  expect(feeds.watched()).toEqual(["r"])
  end()
  expect(feeds.watched()).toEqual(["r"])
  commit(1, [{ type: "run.ended", at: 2, status: "completed", output: null }])
  await rest()
  expect(feeds.watched()).toEqual([])
})

test("what is kept as text is told as it is kept, and says the same in the same order", async () => {
  const sizes = fc.array(fc.constantFrom(1, 2, 7, 400, 1_999, 2_000), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(sizes, async given => {
      const { rows, ...journal } = keeping(given)
      const { feeds } = feedsOver(journal)
      const heard: RunNews[] = []
      const handedOn: KeptChunk[] = []
      feeds.watch("r", 0, news => {
        handedOn.push(...(news.chunks ?? []))
        heard.push(receivedNews(sentNews(news)))
      })
      await rest()
      expect(handedOn).toEqual(rows.slice(0, -1))
      const all = given.reduce((sum, size) => sum + size, 0)
      expect(heard.flatMap(news => news.events)).toEqual(events(all))
      let next = 0
      for (const { seq, events } of heard) {
        expect(seq).toBe(next)
        next += events.length
        expect(events.length).toBeLessThan(4_000 + 2_000)
      }
      if (all > 0)
        expect(heard.map(({ more }) => more).findIndex(more => more !== true)).toBe(heard.length - 1)
    }),
    { numRuns: 40 },
  )
})

test("a text that cannot be read is told with what came before it, and as the end of what had happened", async () => {
  const { rows, ...journal } = keeping([3, 2, 4, 1])
  Object.assign(rows[1] as KeptChunk, { events: `${rows[1]?.events.slice(0, -3)}` })
  const { feeds } = feedsOver(journal)
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(receivedNews(sentNews(news))))
  await rest()
  const at = heard.findIndex(({ problem }) => problem !== undefined)
  expect(heard[at]?.problem).toMatchObject({ code: "journal_damaged", data: { run: "r", seq: 3 } })
  expect(heard[at]?.more).toBeUndefined()
  expect(heard.slice(0, at + 1).flatMap(news => news.events)).toEqual(events(3))
})

test("what a step says while the past is read is held against it: a line that its outcome carries is told once", async () => {
  const line = { at: 1, level: "info" as const, message: "done" }
  const place = { in: "", step: "a", visit: 1 }
  const outcome: RunEvent = { type: "step.completed", ...place, at: 2, outlets: {}, said: { lines: [line] } }
  const row = { seq: 0, count: 1, events: JSON.stringify([outcome]) }
  const { feeds } = feedsOver({
    async *read() {},
    async *chunks() {
      await Promise.resolve()
      yield row
      yield events(1, 1)
    },
  })
  const heard: RunNews[] = []
  feeds.watch("r", 0, news => heard.push(receivedNews(sentNews(news))))
  feeds.note("r", { ...place, note: { type: "log", number: 0, ...line } })
  await rest()
  expect(heard.flatMap(news => news.events)).toEqual([outcome, event(1)])
  expect(heard.flatMap(news => news.notes)).toEqual([])
})
