import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Json, JsonMap } from "../../lib/json.ts"
import type { Note } from "../../model/note.ts"
import { done } from "../../model/step.ts"
import type { Step, Workflow } from "../../model/workflow.ts"
import { fold } from "../core/apply.ts"
import { nameOf } from "../core/cassette.ts"
import { type EventOf, eventSchema, type RunEvent } from "../core/event.ts"
import { forkOf } from "../core/fork.ts"
import { saidIn } from "../core/said.ts"
import { singlesOf } from "../core/singles.ts"
import type { RunState, Visit } from "../core/state.ts"
import { snapshot } from "../core/testing/snapshot.ts"
import { createTestClock } from "./clock.ts"
import { digest } from "./testing/arbitraryRun.ts"
import { type Act, type Acts, endOf, give, testPlace } from "./testing/testRun.ts"

const drawn = { code: "drawn", message: "Drawn to fail", severity: "error", retryable: false } as const

/** Leaves by one side, by the other or by both, as what came in has it; fails now and then. */
const split: Act = ({ fails = 0, writes = false }, { incoming, key, arrivals, log }) => {
  const seen = digest([key, incoming ?? null, arrivals as unknown as Json])
  if (seen % 5 === 0) log("info", `saw ${seen}`)
  if (Number(fails) > 0 && seen % Number(fails) === 0) return { type: "failed", problem: drawn }
  const outlets: JsonMap =
    seen % 4 === 0
      ? { left: seen, right: [seen] }
      : { [seen % 3 === 0 ? "right" : "left"]: { n: seen, incoming: incoming ?? null } }
  return { type: "done", outlets, ...(writes === true ? { variables: { last: seen } } : {}) }
}

const acts: Acts = {
  split: { outlets: ["left", "right"], run: split },
  give,
  count: ({ add }) => ({ type: "done", outlets: { success: add ?? null }, variables: { sum: add ?? null } }),
  later: async () => done("later"),
}

const list = (count: number) => Array.from({ length: count }, (_, n) => n)

/** Runs it, from the given instance on many at a time. */
async function ran(workflow: Workflow, lapsFrom: number) {
  const place = testPlace(acts, { lapsFrom })
  const run = await place.start(workflow)
  const rest = await run.resting()
  return {
    rest: endOf(rest),
    state: run.state(),
    events: place.journal.events("r") as RunEvent[],
    place,
    run,
  }
}

function around(steps: readonly Step[], more: JsonMap, rest: Partial<Step> = {}): Workflow {
  const inside: Step = { id: "all", kind: "foreach", with: more, steps: [...steps], ...rest }
  return { rivulet: 1, id: "w", variables: { sum: 0 }, steps: [inside] }
}

function lapped(events: readonly RunEvent[]): EventOf<"step.lapped">[] {
  return events.flatMap(event => (event.type === "step.lapped" ? [event] : []))
}

/** What was written to the log, by the task that did. */
function written(events: readonly RunEvent[]) {
  const found = events.flatMap(singlesOf).flatMap(event => [...saidIn(event)])
  return Object.fromEntries(
    found.map(({ said, ...place }) => [nameOf(place), said.lines.map(line => line.message)]),
  )
}

/** All that can be seen of what was done, but for the numbers of events and of what stood in a line. */
function seen(state: RunState) {
  const instances = [...state.instances.values()].map(instance => ({
    ...{ path: instance.path, status: instance.status, output: instance.output, gives: instance.gives },
    visits: instance.visits.map(visits => visits?.map(visitSeen)),
    // Of two that end one after the other, the later one is newer: by number, or by how far the event had come.
    order: instance.visits
      .flatMap(visits => visits ?? [])
      .filter(({ status }) => status !== "skipped")
      .sort((a, b) => a.endedBy - b.endedBy)
      .map(({ step }) => step.id),
  }))
  return { instances, variables: state.variables, output: state.output, result: state.result }
}

function visitSeen({ status, outlets, live, input, origins, variables, arrivals, took, problem }: Visit) {
  return {
    ...{ status, outlets, live, input, origins, variables, took },
    problem: problem?.code,
    arrivals: arrivals.map(({ wire, visit }) => [wire.index, visit.step.id, visit.number]),
  }
}

const body = fc
  .array(
    fc.record({
      left: fc.array(fc.nat(3), { maxLength: 2 }),
      right: fc.array(fc.nat(3), { maxLength: 2 }),
      fails: fc.constantFrom(0, 0, 0, 40),
      writes: fc.boolean(),
      reads: fc.constantFrom("item", "index", "steps.s0?.output", "vars.last", undefined),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map(recipes =>
    recipes.map(({ left, right, fails, writes, reads }, at): Step => {
      const to = (ways: readonly number[]) =>
        [...new Set(ways.map(way => at + 1 + way))].filter(way => way < recipes.length).map(way => `s${way}`)
      return {
        ...{ id: `s${at}`, kind: "split", next: { left: to(left), right: to(right) } },
        with: { fails, writes, ...(reads === undefined ? {} : { reads: `{{ ${reads} }}` }) },
      }
    }),
  )

describe("many at a time", () => {
  test("[K21] what is run through leaves what it would have left one by one", async () => {
    let rows = 0
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.record({
          items: fc.nat(60).map(list),
          concurrency: fc.integer({ min: 1, max: 5 }),
          onItemError: fc.constantFrom("stop", "continue", "drop"),
        }),
        fc.option(fc.constantFrom("{{ steps.s0.output }}", "{{ vars.last ?? item }}"), { nil: undefined }),
        fc.nat(20),
        async (steps, parameters, output, from) => {
          // Side by side, who writes last or is stopped by a failure is a race, and may be decided either way.
          const races = parameters.concurrency > 1
          const calm = { writes: false, ...(parameters.onItemError === "stop" ? { fails: 0 } : {}) }
          const inside = races ? steps.map(step => ({ ...step, with: { ...step.with, ...calm } })) : steps
          const workflow = around(inside, parameters, output === undefined ? {} : { output })
          const many = await ran(workflow, from)
          const single = await ran(workflow, Number.POSITIVE_INFINITY)
          rows += lapped(many.events).length
          expect(many.rest).toEqual(single.rest)
          expect(seen(many.state)).toEqual(seen(single.state))
          expect(written(many.events)).toEqual(written(single.events))
          expect(many.events.filter(event => !eventSchema.safeParse(event).success)).toEqual([])
          expect(snapshot(fold(many.state.plan, many.events))).toEqual(snapshot(many.state))
        },
      ),
      { numRuns: Number(process.env.SIM_RUNS ?? 150) },
    )
    expect(rows).toBeGreaterThan(50)
  }, 60_000)

  test("[K21] a list of 10,000 is a handful of events, and its first items are events of their own", async () => {
    const steps: Step[] = [{ id: "inner", kind: "give", with: { value: "{{ item + 1 }}" } }]
    const { rest, state, events } = await ran(around(steps, { items: list(10_000), concurrency: 8 }), 64)
    expect(rest).toEqual({ status: "completed", output: list(10_000).map(n => n + 1) })
    expect(events.length).toBeLessThan(64 * 2 + 10_000 / 100)
    expect(events.slice(0, 64).filter(({ type }) => type === "step.completed").length).toBeGreaterThan(40)
    expect(state.instances.get("all[9999]#1")?.visits[0]?.[0]).toMatchObject({
      status: "completed",
      outlets: { success: 10_000 },
      input: { value: 10_000 },
    })
    expect(state.instances.get("all[10000]#1")).toBeUndefined()
    expect(state.instances.size).toBe(10_001)
  })

  test("[K21] variables are written in order, and each instance sees what those before it wrote", async () => {
    const steps: Step[] = [{ id: "inner", kind: "count", with: { add: "{{ vars.sum + item }}" } }]
    const { state, events } = await ran(around(steps, { items: list(500) }), 10)
    expect(lapped(events).length).toBeGreaterThan(0)
    expect(state.variables).toEqual({ sum: (499 * 500) / 2 })
    expect(state.instances.get("all[100]#1")?.visits[0]?.[0]?.variables).toEqual({ sum: (100 * 101) / 2 })
  })

  test("[K21] repeat is run through too, up to where `until` holds", async () => {
    const loop: Step = {
      id: "again",
      kind: "repeat",
      with: { until: "{{ steps.inner.output >= 200 }}", max: 1000 },
      steps: [{ id: "inner", kind: "give", with: { value: "{{ (loop.previous ?? 0) + 1 }}" } }],
    }
    const workflow: Workflow = { rivulet: 1, id: "w", steps: [loop] }
    const { rest, state, events } = await ran(workflow, 20)
    expect(rest).toEqual({ status: "completed", output: 200 })
    expect(state.instances.size).toBe(201)
    expect(events.length).toBeLessThan(80)
  })

  test("[K21] what does not come to its end at once is opened as ever, and tried once", async () => {
    let calls = 0
    const place = testPlace(
      {
        ...acts,
        later: async () => {
          calls++
          return done("later")
        },
      },
      { lapsFrom: 0 },
    )
    const run = await place.start(around([{ id: "inner", kind: "later" }], { items: list(20) }))
    expect(endOf(await run.resting())).toEqual({ status: "completed", output: list(20).map(() => "later") })
    expect(calls).toBe(21)
    expect(lapped(place.journal.events("r") as RunEvent[])).toEqual([])
  })

  test("[K21] what is run through writes its lines to the log, each once, however it goes on", async () => {
    const notes: Note[] = []
    const tell: Act = ({ value, fails }, { log, progress }) => {
      log("info", `item ${value}`)
      progress(1)
      return value === fails ? { type: "failed", problem: drawn } : done(value ?? null)
    }
    const place = testPlace({ tell }, { lapsFrom: 2, note: (_, note) => notes.push(note) })
    const inner: Step = { id: "inner", kind: "tell", with: { value: "{{ item }}", fails: 30 } }
    const run = await place.start(around([inner], { items: list(60), onItemError: "continue" }))
    expect((await run.resting()).type).toBe("ended")
    const events = place.journal.events("r")
    expect(lapped(events).length).toBeGreaterThan(0)
    expect(written(events)).toEqual(
      Object.fromEntries(list(60).map(n => [`all[${n}]#1/inner#1`, [`item ${n}`]])),
    )
    // Those that were opened on their own were heard as they said it; the others are told by the event alone.
    const heard = notes.flatMap(note => (note.type === "log" ? [note.message] : []))
    expect(heard).toEqual(["item 0", "item 1", "item 30"])
    expect(notes.filter(({ type }) => type === "progress").length).toBe(61)
  })

  test("[T12] what is run through counts as work", async () => {
    let spent = 0
    const still = createTestClock({ start: 0, scripted: true })
    const clock = { ...still, now: () => still.now() + spent }
    const slow: Act = (_, { key }) => {
      spent += 10
      return done(key.length)
    }
    const place = testPlace({ slow }, { lapsFrom: 0, clock })
    const run = await place.start({
      ...around([{ id: "inner", kind: "slow" }], { items: list(100_000) }),
      settings: { timeout: "5s" },
    })
    expect(endOf(await run.resting())).toEqual({ status: "failed", problem: "run_timed_out" })
  })

  test("[W4] a pause comes between two rows, and a resumed run goes on from there", async () => {
    const place = testPlace(acts, { lapsFrom: 0 })
    const run = await place.start(
      around([{ id: "inner", kind: "give", with: { value: "{{ item }}" } }], { items: list(30_000) }),
    )
    let told = 0
    const paused = new Promise<void>(go => {
      const unwatch = run.watch((_, events) => {
        told += lapped(events).length
        if (told === 0) return
        unwatch()
        run.pause()
        go()
      })
    })
    await paused
    expect((await run.resting()).type).toBe("waiting")
    expect(run.state().phase).toBe("paused")
    run.resume()
    expect(endOf(await run.resting())).toEqual({ status: "completed", output: list(30_000) })
  })

  test("[F3] [F8] a fork with another value in an instance that was run through keeps the others", async () => {
    const steps: Step[] = [{ id: "inner", kind: "give", with: { value: "{{ item }}" } }]
    const workflow = around(steps, { items: list(30) })
    const { state } = await ran(workflow, 5)
    const change = {
      type: "change",
      in: "all[20]#1",
      step: "inner",
      visit: 1,
      outlets: { success: "other" },
    } as const
    const { fork } = forkOf(state, change, { at: 0, run: "f", seed: 1 })
    const place = testPlace(acts, { lapsFrom: 0 })
    const run = await place.start(workflow, { run: "f", ...(fork === undefined ? {} : { fork }) })
    expect(endOf(await run.resting())).toEqual({
      status: "completed",
      output: list(30).map(n => (n === 20 ? "other" : n)),
    })
  })
})
