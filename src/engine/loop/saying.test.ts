import { expect, test } from "vitest"
import type { Note } from "../../model/note.ts"
import { done, failed, type Outcome } from "../../model/step.ts"
import type { Step } from "../../model/workflow.ts"
import { tokenOf } from "../../syntax/secretTokens.ts"
import { eventSchema, type RunEvent } from "../core/event.ts"
import { saidIn } from "../core/said.ts"
import { singlesOf } from "../core/singles.ts"
import { longestLine, mostLetters, mostLines } from "./saying.ts"
import { type Acts, testPlace, testRun } from "./testing/testRun.ts"

const refused = { code: "no", message: "No", severity: "error", retryable: true } as const

/** What stands in the log of these events, by the types of the events that carry it. */
function logOf(events: readonly RunEvent[]) {
  expect(events.every(event => eventSchema.safeParse(event).success)).toBe(true)
  return events
    .flatMap(singlesOf)
    .flatMap(event =>
      [...saidIn(event)].map(({ step, said }) => [
        event.type,
        step,
        said.lines.map(({ message }) => message),
      ]),
    )
}

async function log(steps: readonly Step[], acts: Acts, more: Parameters<typeof testRun>[2] = {}) {
  const place = await testRun(steps, acts, more)
  await place.run.resting()
  return logOf(place.journal.events("r"))
}

test("[L25] each attempt keeps what it wrote, whatever it came to", async () => {
  const acts: Acts = {
    twice: {
      effect: "read",
      run: async (_, context) => {
        context.log("info", `try ${context.attempt}`)
        return context.attempt === 1 ? failed(refused) : done(1)
      },
    },
    throws: (_, context) => {
      context.log("error", "about to throw")
      throw new Error("Thrown")
    },
    hangs: async (_, context) => {
      context.log("debug", "hanging")
      return new Promise(() => {})
    },
    loses: {
      effect: "once",
      run: async (_, context) => {
        context.log("warn", "sent")
        throw new Error("Lost")
      },
    },
    waits: (_, context) => {
      context.log("info", "asks")
      return { type: "waiting", wait: { for: "time", until: 1 } }
    },
    strays: (_, context) => {
      context.log("info", "strays")
      return { type: "done", outlets: { nowhere: 1 } }
    },
  }
  const quietly = { onError: "continue" } as const
  const steps: Step[] = [
    { id: "a", kind: "twice" },
    { id: "b", kind: "throws", ...quietly },
    { id: "c", kind: "hangs", timeout: "1s", ...quietly },
    { id: "d", kind: "waits" },
    { id: "e", kind: "strays", ...quietly },
    { id: "f", kind: "loses" },
  ]
  expect(await log(steps, acts)).toEqual([
    ["step.failed", "a", ["try 1"]],
    ["step.completed", "a", ["try 2"]],
    ["step.failed", "b", ["about to throw"]],
    ["step.failed", "c", ["hanging"]],
    ["step.waiting", "d", ["asks"]],
    ["step.failed", "e", ["strays"]],
    ["step.doubted", "f", ["sent"]],
  ])
})

test("[L25] an attempt that is cancelled keeps what it wrote", async () => {
  const acts: Acts = {
    hangs: {
      effect: "write",
      run: async (_, { log, signal }) => {
        log("info", "began")
        await new Promise(go => signal.addEventListener("abort", go))
        log("warn", "stops")
        throw signal.reason
      },
    },
  }
  const place = await testRun([{ id: "a", kind: "hangs" }], acts)
  await place.clock.breathe()
  place.run.cancel()
  await place.run.resting()
  expect(logOf(place.journal.events("r"))).toEqual([["step.stopped", "a", ["began", "stops"]]])
})

test("[L25] lines have their time, level and data, are told at once by number, and cost nothing where there are none", async () => {
  const notes: Note[] = []
  const acts: Acts = {
    tells: async (_, { log, progress }) => {
      log("info", "one")
      progress(0.5)
      log("warn", "two", { ms: 5 })
      return done(1)
    },
    silent: () => done(2),
  }
  const place = await testRun(
    [
      { id: "a", kind: "tells" },
      { id: "b", kind: "silent" },
    ],
    acts,
    { note: (_, note) => notes.push(note) },
  )
  await place.run.resting()
  const lines = [
    { at: 0, level: "info", message: "one" },
    { at: 0, level: "warn", message: "two", data: { ms: 5 } },
  ]
  expect(notes).toEqual([
    { type: "log", number: 0, ...lines[0] },
    { type: "progress", share: 0.5 },
    { type: "log", number: 1, ...lines[1] },
  ])
  const completed = place.journal.events("r").filter(({ type }) => type === "step.completed")
  expect(completed).toMatchObject([{ step: "a", said: { lines } }, { step: "b" }])
  expect(completed[1]).not.toHaveProperty("said")
})

test("[L25] what is too much is left out, and counted", async () => {
  const notes: Note[] = []
  const tell = async (write: Acts[string]) => {
    const place = await testRun(
      [{ id: "a", kind: "tells" }],
      { tells: write },
      { note: (_, note) => notes.push(note) },
    )
    await place.run.resting()
    const [event] = place.journal.events("r").filter(({ type }) => type === "step.completed")
    return event !== undefined && "said" in event ? event.said : undefined
  }
  const many = await tell((_, { log }) => {
    for (let n = 0; n < mostLines + 7; n++) log("info", String(n))
    return done(null)
  })
  expect(many).toMatchObject({ left: 7 })
  expect(many?.lines.map(({ message }) => message)).toEqual(
    Array.from({ length: mostLines }, (_, n) => String(n)),
  )
  expect(notes).toHaveLength(mostLines + 7)

  const long = await tell((_, { log }) => {
    for (let n = 0; n < 6; n++) log("info", "x".repeat(longestLine + 1))
    log("info", "short")
    return done(null)
  })
  expect(long?.lines.map(({ message }) => [message.length, message.at(-1)])).toEqual(
    Array.from({ length: Math.floor(mostLetters / (longestLine + 1)) }, () => [longestLine + 1, "…"]),
  )
  expect(long?.left).toBe(3)

  const held: unknown[] = []
  held.push(held)
  const odd = await tell((_, { log }) => {
    log("info", "large", ["y".repeat(longestLine)])
    log("info", "round", held as never)
    return done(null)
  })
  expect(odd).toMatchObject({ lines: [{ data: "…" }, { data: "…" }] })
})

test("[L25] what code still holds changes nothing that it wrote", async () => {
  const rows = [1]
  const acts: Acts = {
    tells: (_, { log }) => {
      log("info", "rows", rows)
      rows.push(2)
      return done(null)
    },
  }
  const { journal, run } = await testRun([{ id: "a", kind: "tells" }], acts)
  await run.resting()
  expect(journal.events("r")).toContainEqual(
    expect.objectContaining({ said: { lines: [{ at: 0, level: "info", message: "rows", data: [1] }] } }),
  )
})

test("[L25] [L4] what code says after its end is not heard", async () => {
  const notes: Note[] = []
  let later: () => void = () => {}
  const acts: Acts = {
    late: (_, { log, stream }) => {
      later = () => {
        log("info", "late")
        stream("late")
      }
      return done(null)
    },
    hangs: async () => {
      later()
      return done(null)
    },
  }
  const steps: Step[] = [
    { id: "a", kind: "late" },
    { id: "b", kind: "hangs" },
  ]
  expect(await log(steps, acts, { note: (_, note) => notes.push(note) })).toEqual([])
  expect(notes).toEqual([])
})

test("[L25] no value of a secret is told or kept, nor what stands for one", async () => {
  const notes: Note[] = []
  const token = tokenOf("shop")
  const acts: Acts = {
    leaks: (_, { log }) => {
      log("info", `the key is sk-canary, ${token}`, { header: `Bearer ${token}`, key: "sk-canary" })
      return done(null)
    },
  }
  const place = await testRun([{ id: "a", kind: "leaks" }], acts, {
    redact: value => JSON.parse(JSON.stringify(value).replaceAll("sk-canary", "[secret]")),
    note: (_, note) => notes.push(note),
  })
  await place.run.resting()
  const line = {
    ...{ at: 0, level: "info", message: "the key is [secret], [secret]" },
    data: { header: "Bearer [secret]", key: "[secret]" },
  }
  expect(notes).toEqual([{ type: "log", number: 0, ...line }])
  expect(place.journal.events("r")).toContainEqual(expect.objectContaining({ said: { lines: [line] } }))
})

test("[L25] after a crash what others wrote is there, and what was cut writes again, once", async () => {
  const workflow = {
    ...{ rivulet: 1 as const, id: "w" },
    steps: [
      { id: "a", kind: "tells" },
      { id: "b", kind: "hangs" },
    ],
  }
  let sitting = 1
  const acts: Acts = {
    tells: {
      effect: "write",
      run: async (_, { log }) => {
        log("info", `a, ${sitting}`)
        return done(1)
      },
    },
    hangs: {
      effect: "write",
      run: async (_, { log }) => {
        log("info", `b, ${sitting}`)
        return sitting === 1 ? new Promise(() => {}) : done(2)
      },
    },
  }
  const first = testPlace(acts)
  await first.start(workflow)
  await first.clock.breathe()
  expect(logOf(first.journal.events("r"))).toEqual([["step.completed", "a", ["a, 1"]]])
  sitting = 2
  const second = testPlace(acts, { journal: first.journal.restart(0) })
  const run = await second.take(workflow)
  await run.resting()
  expect(logOf(second.journal.events("r"))).toEqual([
    ["step.completed", "a", ["a, 1"]],
    ["step.completed", "b", ["b, 2"]],
  ])
})

test("of a pure attempt that takes a while who watches hears that it is under way; others say so in the journal", async () => {
  const notes: [step: string, type: Note["type"]][] = []
  const slowly = () => new Promise<Outcome>(go => setTimeout(go, 400, done(1)))
  const place = await testRun(
    ["slow", "quick", "reads"].map(kind => ({ id: kind, kind })),
    { slow: slowly, quick: async () => done(1), reads: { effect: "read", run: slowly } },
    { note: ({ step }, { type }) => notes.push([step, type]) },
  )
  await place.run.resting()
  expect(notes).toEqual([["slow", "begun"]])
  const started = place.journal.events("r").flatMap(each => (each.type === "step.started" ? [each.step] : []))
  expect(started).toEqual(["reads"])
})
