import { describe, expect, test } from "vitest"
import { z } from "zod"
import { isMap, type Json, type JsonMap } from "../../lib/json.ts"
import { err, ok } from "../../lib/result.ts"
import type { AnyTrigger, Signal, Standing } from "../../model/trigger.ts"
import { emptyWorkflow, type Trigger, type Workflow } from "../../model/workflow.ts"
import { triggers } from "../../triggers/registry.ts"
import { createScheduler, type Fired, mostDepth, mostPerMinute, type TriggeredStart } from "./scheduler.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const at = (text: string) => Date.parse(text)
const types = new Map<string, AnyTrigger>(triggers.map(type => [type.type, type]))

/** A browser: what is kept outlives its tabs, and a run is started once under its id. */
function browser(workflows: readonly Workflow[], start: string) {
  const kept = new Map<string, Standing>()
  const runs = new Map<string, TriggeredStart>()
  const news: Fired[] = []
  let now = at(start)
  const switchedOn = now
  let asked = 0
  let crashAfterStart = false
  const tab = () =>
    createScheduler({
      types: type => types.get(type),
      enabled: async () => workflows.map(workflow => ({ workflow, since: switchedOn })),
      standings: {
        read: async (workflow, trigger) => kept.get(`${workflow}/${trigger}`),
        write: async (workflow, trigger, standing) => void kept.set(`${workflow}/${trigger}`, standing),
      },
      async start(run, request) {
        asked++
        await null
        if (!runs.has(run)) runs.set(run, request)
        if (crashAfterStart) throw new Error("crash")
        return ok(null)
      },
      evaluate: async (given, names) => ok(fill(given, names)),
      clock: { now: () => now, timezone: "UTC" },
      told: one => news.push(one),
    })
  return {
    tab,
    runs,
    news,
    go: (text: string) => {
      now = at(text)
    },
    pass: (milliseconds: number) => {
      now += milliseconds
    },
    crashes: (does: boolean) => {
      crashAfterStart = does
    },
    asked: () => asked,
    times: () =>
      [...runs.values()].map(({ trigger }) => String(isMap(trigger) ? trigger.at : "").slice(0, 16)),
  }
}

/** `{{ trigger.x }}` alone, as the evaluator would. */
function fill(given: JsonMap, { trigger }: JsonMap): JsonMap {
  const value = (text: Json): Json => {
    const name = typeof text === "string" ? /^\{\{ trigger\.(\w+) \}\}$/.exec(text)?.[1] : undefined
    return name === undefined ? text : ((isMap(trigger) ? trigger[name] : null) ?? null)
  }
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, value(text)]))
}

function flow(trigger: Partial<Trigger>, more: Partial<Workflow> = {}): Workflow {
  const one: Trigger = { id: "t", type: "schedule", ...trigger }
  return { ...emptyWorkflow("flow"), triggers: [one], ...more }
}

const hourly = (more: Partial<Trigger> = {}) => flow({ with: { cron: "0 * * * *" }, ...more })

describe("times", () => {
  test("each tick fires once, however often one looks, and in however many tabs", async () => {
    const here = browser([hourly()], "2026-01-01T00:30Z")
    const tabs = [here.tab(), here.tab()]
    for (let step = 0; step < 8 * 60; step++) {
      here.pass(30_000)
      await Promise.all(tabs.map(tab => tab.look()))
    }
    expect(here.times()).toEqual(["01", "02", "03", "04"].map(h => `2026-01-01T${h}:00`))
  })

  test("a look says when the next is due", async () => {
    const here = browser([hourly()], "2026-01-01T00:30Z")
    expect(await here.tab().look()).toBe(at("2026-01-01T01:00Z"))
    expect(here.tab().nextTimes(hourly(), 2)).toEqual([
      { trigger: "t", at: at("2026-01-01T01:00Z") },
      { trigger: "t", at: at("2026-01-01T02:00Z") },
    ])
  })

  test("what was due before it was switched on does not count", async () => {
    const here = browser([hourly({ missed: "run_all" })], "2026-01-01T05:30Z")
    await here.tab().look()
    expect(here.runs.size).toBe(0)
  })

  test.each([
    ["skip", []],
    ["run_once", ["2026-01-04T00:00"]],
    [
      "run_all",
      Array.from({ length: 72 }, (_, n) =>
        new Date(at("2026-01-01T01:00Z") + n * hour).toISOString().slice(0, 16),
      ),
    ],
  ] as const)("three days away: %s", async (missed, wanted) => {
    const here = browser([hourly({ missed })], "2026-01-01T00:30Z")
    await here.tab().look()
    here.go("2026-01-04T00:30Z")
    await here.tab().look()
    await here.tab().look()
    expect(here.times()).toEqual(wanted)
    here.go("2026-01-04T01:00Z")
    await here.tab().look()
    expect(here.times()).toEqual([...wanted, "2026-01-04T01:00"])
  })

  test("a tab that slept over the time fires within a minute of waking, also where missed ticks are skipped", async () => {
    const here = browser([hourly()], "2026-01-01T00:59Z")
    await here.tab().look()
    here.go("2026-01-01T01:01:00Z")
    await here.tab().look()
    expect(here.times()).toEqual(["2026-01-01T01:00"])
  })

  test("a crash between the start and the note of it fires nothing twice", async () => {
    const here = browser([hourly()], "2026-01-01T00:59Z")
    await here.tab().look()
    here.go("2026-01-01T01:00:10Z")
    here.crashes(true)
    await expect(here.tab().look()).rejects.toThrow("crash")
    here.crashes(false)
    await here.tab().look()
    expect(here.asked()).toBe(2)
    expect(here.runs.size).toBe(1)
  })

  test("a clock set back fires nothing again, and one that was years ahead does not silence", async () => {
    const here = browser([hourly()], "2026-01-01T00:59Z")
    await here.tab().look()
    here.go("2026-01-01T01:00Z")
    await here.tab().look()
    here.go("2026-01-01T00:58Z")
    await here.tab().look()
    here.go("2026-01-01T01:00:30Z")
    await here.tab().look()
    expect(here.times()).toEqual(["2026-01-01T01:00"])
    here.go("2031-01-01T00:30Z")
    await here.tab().look()
    here.go("2026-01-01T03:30Z")
    await here.tab().look()
    here.go("2026-01-01T04:00Z")
    await here.tab().look()
    expect(here.times()).toEqual(["2026-01-01T01:00", "2026-01-01T04:00"])
  })

  test("a rule for every minute, for a day, across a change of clocks", async () => {
    const berlin = flow(
      { with: { cron: "30 2 * * *" }, missed: "run_all" },
      { settings: { timezone: "Europe/Berlin" } },
    )
    const here = browser([berlin], "2026-03-27T12:00Z")
    const tab = here.tab()
    for (let step = 0; step < (4 * day) / (10 * minute); step++) {
      here.pass(10 * minute)
      await tab.look()
    }
    expect(here.times()).toEqual([
      "2026-03-28T01:30",
      "2026-03-29T01:00",
      "2026-03-30T00:30",
      "2026-03-31T00:30",
    ])
  })

  test("a tab that is not the owner leaves young ticks to it, and steps in for one that is stuck", async () => {
    const here = browser([hourly()], "2026-01-01T00:59Z")
    const other = here.tab()
    await other.look(45_000)
    here.go("2026-01-01T01:00:30Z")
    await other.look(45_000)
    expect(here.runs.size).toBe(0)
    here.go("2026-01-01T01:00:50Z")
    await other.look(45_000)
    expect(here.times()).toEqual(["2026-01-01T01:00"])
  })

  test("a trigger that is switched off, broken or unknown fires nothing and holds up no other", async () => {
    const workflow: Workflow = {
      ...hourly(),
      triggers: [
        { id: "off", type: "schedule", enabled: false, with: { cron: "* * * * *" } },
        { id: "broken", type: "schedule", with: { cron: "no" } },
        { id: "unknown", type: "none" },
        { id: "good", type: "schedule", with: { cron: "0 * * * *" }, next: "second" },
      ],
    }
    const here = browser([workflow], "2026-01-01T00:59Z")
    await here.tab().look()
    here.go("2026-01-01T01:00Z")
    await here.tab().look()
    expect(
      [...here.runs.values()].map(({ entries, trigger }) => [entries, isMap(trigger) && trigger.id]),
    ).toEqual([[["second"], "good"]])
  })
})

describe("inputs", () => {
  const inputs = { day: { required: true }, top: { default: 3 }, note: {} }
  test("are mapped from what the trigger passes, with defaults for the rest", async () => {
    const here = browser(
      [flow({ with: { cron: "0 * * * *" }, inputs: { day: "{{ trigger.at }}" } }, { inputs })],
      "2026-01-01T00:59Z",
    )
    await here.tab().look()
    here.go("2026-01-01T01:00Z")
    await here.tab().look()
    expect([...here.runs.values()][0]?.inputs).toEqual({ day: "2026-01-01T01:00:00.000Z", top: 3 })
  })
  test("a required one that nothing is given for starts nothing, and says so", async () => {
    const here = browser([flow({ with: { cron: "0 * * * *" } }, { inputs })], "2026-01-01T00:59Z")
    await here.tab().look()
    here.go("2026-01-01T01:00Z")
    await here.tab().look()
    expect(here.runs.size).toBe(0)
    expect(here.news).toMatchObject([{ trigger: "t", problem: { code: "trigger_no_input" } }])
  })
})

describe("signals", () => {
  const onEvent = flow({ type: "event", with: { name: "ready" } })
  const ready: Signal = { source: "events", name: "ready", value: 1 }

  test("fire what hears them, once for each id", async () => {
    const here = browser([onEvent, { ...onEvent, id: "other" }], "2026-01-01T00:00Z")
    const [one, two] = [here.tab(), here.tab()]
    await Promise.all([one.hear(ready, "a"), two.hear(ready, "a")])
    expect(here.runs.size).toBe(2)
    await one.hear(ready, "b")
    await one.hear({ ...ready, name: "other" }, "c")
    expect(here.runs.size).toBe(4)
    expect([...here.runs.values()][0]?.trigger).toMatchObject({ type: "event", name: "ready", value: 1 })
  })

  test("runs that start one another come to an end", async () => {
    const here = browser([onEvent], "2026-01-01T00:00Z")
    const tab = here.tab()
    for (let depth = 0; depth < mostDepth + 3; depth++) await tab.hear(ready, `d${depth}`, depth)
    expect(here.runs.size).toBe(mostDepth)
    expect(here.news.at(-1)).toMatchObject({ problem: { code: "trigger_too_deep" } })
  })

  test("a flood is dammed, and flows again after a minute", async () => {
    const here = browser([onEvent], "2026-01-01T00:00Z")
    const tab = here.tab()
    for (let n = 0; n < mostPerMinute + 5; n++) await tab.hear(ready, `n${n}`)
    expect(here.runs.size).toBe(mostPerMinute)
    expect(here.news.at(-1)).toMatchObject({ problem: { code: "trigger_too_often" } })
    here.pass(minute)
    await tab.hear(ready, "later")
    expect(here.runs.size).toBe(mostPerMinute + 1)
  })
})

describe("a trigger that looks for itself", () => {
  /** Looks every half an hour, and fires what lies there; it remembers how often it looked. */
  function looking(found: () => readonly string[], problem?: { readonly code: string }) {
    const asked: Json[] = []
    const type: AnyTrigger = {
      ...{ type: "inbox.mail", title: "Mail", summary: "Looks for mail", icon: "mail", card: "", docs: "" },
      input: z.strictObject({}),
      output: z.strictObject({}),
      every: 30 * minute,
      async poll(_, { state }) {
        asked.push(state)
        if (problem) return err({ ...problem, message: "no", severity: "error", retryable: false })
        const firings = found().map(id => ({ id, trigger: { subject: id } }))
        return ok({ state: Number(state ?? 0) + 1, firings })
      },
    }
    types.set("inbox.mail", type)
    return asked
  }
  const mailing = flow({ id: "mail", type: "inbox.mail" })

  test("looks at once and then as often as it says, remembers, and fires each find once", async () => {
    let mail: readonly string[] = ["a"]
    const asked = looking(() => mail)
    const { tab, runs, pass } = browser([mailing], "2026-01-05T08:00Z")
    const one = tab()
    expect(await one.look()).toBe(at("2026-01-05T08:30Z"))
    await one.polled()
    expect([...runs.values()].map(({ trigger }) => trigger)).toEqual([
      { type: "inbox.mail", id: "mail", subject: "a" },
    ])
    pass(10 * minute)
    await one.look()
    await one.polled()
    expect(asked).toEqual([null])
    pass(20 * minute)
    mail = ["a", "b"]
    // Another tab looks with what the first one remembered.
    const other = tab()
    await other.look()
    await other.polled()
    expect(asked).toEqual([null, 1])
    expect(runs.size).toBe(2)
  })

  test("is not let look again while it is looking, and after a failure waits as ever", async () => {
    const asked = looking(() => [], { code: "grant_missing" })
    const { tab, news, pass } = browser([mailing], "2026-01-05T08:00Z")
    const one = tab()
    await Promise.all([one.look(), one.look()])
    await one.polled()
    expect(asked).toEqual([null])
    expect(news).toMatchObject([{ trigger: "mail", problem: { code: "grant_missing" } }])
    pass(30 * minute)
    await one.look()
    await one.polled()
    expect(asked).toEqual([null, null])
  })
})
