import { must } from "../../../lib/assert.ts"
import { apply } from "../../core/apply.ts"
import { nameOf as taskNameOf } from "../../core/cassette.ts"
import type { RunEvent } from "../../core/event.ts"
import { plan } from "../../core/plan.ts"
import { saidIn } from "../../core/said.ts"
import { singlesOf } from "../../core/singles.ts"
import { newRun, type RunState } from "../../core/state.ts"
import { placeOfTask, tasksOf, visitAt } from "../../core/whereabouts.ts"
import { createTestClock } from "../clock.ts"
import type { Run } from "../run.ts"
import { createRuns } from "../runs.ts"
import { createTestJournal, type TestJournal } from "../testJournal.ts"
import type { ScriptedRun } from "./arbitraryRun.ts"
import { evaluateForTests, scriptedPeople, scriptedSteps } from "./scriptedEngine.ts"

/*
 * A run that is interrupted: the program is killed at chosen appends, of what was not yet sure some is lost, the disk
 * is full now and then, and each time another program takes the run up from its journal alone. People decide every
 * doubt by trying again. What must be true at every turn is checked on the way; what was not, is listed.
 */

/** When the program is killed, counted in appends of its sitting, and what is left on the disk. */
export interface Crash {
  readonly append: number
  /** The append at which it happens is on the disk. */
  readonly written: boolean
  /** So many relaxed commits are lost from the end. */
  readonly lost: number
}

/** All that happens to one run. */
export interface Faults {
  readonly crashes: readonly Crash[]
  /** Appends that find the disk full. */
  readonly full: readonly number[]
}

/** What came of it. */
export interface Interrupted {
  readonly state: RunState
  readonly events: readonly RunEvent[]
  /** What was not as it must be. */
  readonly wrong: readonly string[]
  /** How many sittings it took. */
  readonly sittings: number
}

/** Runs it through all its faults to its end. */
export async function runInterrupted(drawn: ScriptedRun, faults: Faults): Promise<Interrupted> {
  const wrong: string[] = []
  let journal = createTestJournal()
  let now = 0
  const told = new Set<string>()
  for (const [sitting, crash] of [...faults.crashes, null].entries()) {
    // Cut behind its end: nobody takes up what has ended.
    if ((await journal.head("r"))?.ended === true) {
      const events = journal.events("r")
      checkLog(events, wrong)
      return { state: stateAfter(drawn, events), events, wrong, sittings: sitting }
    }
    const sat = await sit(drawn, journal, {
      now,
      crash,
      first: sitting === 0,
      full: faults.full,
      wrong,
      told,
    })
    now = sat.now
    if (sat.run !== null) {
      const events = journal.events("r")
      checkLog(events, wrong)
      return { state: sat.run.state(), events, wrong, sittings: sitting + 1 }
    }
    journal = journal.restart(must(crash, "the crash").lost)
  }
  throw new Error("Expected the last sitting to reach the end")
}

/** Each attempt writes its key to the log as it begins: whatever it came to, that stands there once. */
function checkLog(events: readonly RunEvent[], wrong: string[]): void {
  const began = intentsIn(events)
  for (const event of events.flatMap(singlesOf)) {
    const key = "step" in event ? `r:${taskNameOf(event)}` : ""
    for (const { said } of saidIn(event)) {
      const words = said.lines.map(({ message }) => message).join(", ")
      if (words !== key) wrong.push(`${key} wrote ${words || "nothing"} to the log`)
    }
    const isDone = event.type === "step.completed" && began.has(key)
    if (isDone && event.said === undefined) wrong.push(`${key} is done, and what it wrote is lost`)
  }
}

function stateAfter(drawn: ScriptedRun, events: readonly RunEvent[]): RunState {
  const kinds = scriptedSteps(drawn.world, createTestClock({ start: 0, scripted: true }))
  const state = newRun(plan(drawn.workflow, kinds))
  for (const event of events) apply(state, event)
  return state
}

interface Sitting {
  readonly now: number
  readonly crash: Crash | null
  readonly first: boolean
  readonly full: readonly number[]
  readonly wrong: string[]
  /** The effects whose outcome was told to watchers: whatever happens, they stay done. */
  readonly told: Set<string>
}

/** One program's life: to the end of the run, or to the crash. */
async function sit(
  drawn: ScriptedRun,
  journal: TestJournal,
  { now, crash, first, full, wrong, told }: Sitting,
): Promise<{ readonly now: number; readonly run: Run | null }> {
  const clock = createTestClock({ start: now, scripted: true })
  let alive = true
  const done = new Set(outcomesIn(journal.events("r")))
  for (const key of told) if (!done.has(key)) wrong.push(`${key} was told to be done, and is lost`)
  const parts = {
    journal,
    clock,
    kinds: scriptedSteps(drawn.world, clock, {
      alive: () => alive,
      began(key, effect) {
        if (effect === "pure") return
        if (done.has(key)) wrong.push(`${key} was done and ran again`)
        if (!intentsIn(journal.sure("r")).has(key)) wrong.push(`${key} ran before its intent was sure`)
      },
      happened(key, effect) {
        if (effect !== "pure") done.add(key)
      },
    }),
    evaluate: evaluateForTests,
    ports: () => ({ ports: {} }),
    workflows: { latest: async () => undefined, pinned: async () => drawn.workflow },
    outside: scriptedPeople(clock),
  }
  const stopped = new Promise<null>(go => {
    if (crash === null) return
    journal.stopAt(crash.append + 1, crash.written, () => {
      alive = false
      go(null)
    })
  })
  journal.failWhen(append => full.includes(append))
  const runs = createRuns(parts)
  const begin = async (): Promise<Run> => {
    const exists = (await journal.head("r")) !== undefined
    const doubted = exists ? cutOnceIn(journal.events("r")) : []
    const began = exists
      ? await runs.takeUp("r")
      : await runs.start({ run: "r", seed: 1, workflow: drawn.workflow, inputs: drawn.inputs })
    // A start that finds the disk full is refused, and tried again.
    if (!began.ok) return begin()
    if (exists && !first) checkDoubts(began.value, doubted, wrong)
    began.value.watch(() => {
      for (const key of outcomesIn(journal.events("r"))) told.add(key)
    })
    return began.value
  }
  const toTheEnd = async (): Promise<Run> => {
    const run = await begin()
    for (;;) {
      const rest = await run.resting()
      if (rest.type === "ended") return run
      if (rest.type === "lost") wrong.push("the run was lost though nobody took it")
      if (rest.type === "held" || run.state().phase === "paused") run.resume()
      for (const place of doubtsOf(run.state())) run.decide(place, { type: "retry" })
      if (rest.type === "waiting" && !clock.hasMore() && !isMoving(run)) {
        wrong.push("the run is stuck")
        return run
      }
      await clock.breathe()
    }
  }
  const run = await Promise.race([toTheEnd(), stopped])
  return { now: clock.now(), run }
}

function isMoving(run: Run): boolean {
  return run.state().phase === "paused" || doubtsOf(run.state()).length === 0
}

interface DoubtPlace {
  readonly in: string
  readonly step: string
  readonly visit: number
  readonly task?: number
  readonly call?: string
}

function doubtsOf(state: RunState): DoubtPlace[] {
  const found: DoubtPlace[] = []
  for (const instance of state.instances.values()) {
    for (const visit of instance.active) {
      for (const task of tasksOf(visit)) if (task.status === "in_doubt") found.push(placeOfTask(task))
    }
  }
  return found
}

/** Right after a takeover exactly the `once` effects that were cut are in doubt. */
function checkDoubts(run: Run, cut: readonly DoubtPlace[], wrong: string[]): void {
  const state = run.state()
  if (state.phase === "ended") return
  const doubted = doubtsOf(state).map(nameOf).sort()
  // What was being cancelled when it was cut is cancelled all the same.
  const asks = cut.filter(place => visitAt(state, place.in, place.step, place.visit)?.cancelled !== true)
  const expected = asks.map(nameOf).sort()
  if (doubted.join() !== expected.join()) {
    wrong.push(`in doubt are ${doubted.join(", ") || "none"}, and cut were ${expected.join(", ") || "none"}`)
  }
}

function nameOf(place: DoubtPlace): string {
  return `${place.in}/${place.step}#${place.visit}.${place.task ?? ""}~${place.call ?? ""}`
}

/** The `once` attempts that began and came to nothing; the events of a run, as a person would read them. */
function cutOnceIn(events: readonly RunEvent[]): DoubtPlace[] {
  const cut = new Map<string, DoubtPlace>()
  for (const event of events.flatMap(singlesOf)) {
    if (!("step" in event)) continue
    const place = event as DoubtPlace
    if (event.type === "step.started" && event.effect === "once") cut.set(nameOf(place), place)
    else if (event.type === "step.doubted") cut.set(nameOf(place), place)
    else if (event.type === "step.decided" || isOutcome(event.type)) cut.delete(nameOf(place))
  }
  return [...cut.values()]
}

function isOutcome(type: string): boolean {
  return ["step.completed", "step.failed", "step.stopped", "step.waiting", "step.answered"].includes(type)
}

function intentsIn(events: readonly RunEvent[]): Set<string> {
  return new Set(
    events.flatMap(singlesOf).flatMap(event => (event.type === "step.started" ? [event.key] : [])),
  )
}

/** The keys of the effects whose outcome is on record. */
function outcomesIn(events: readonly RunEvent[]): string[] {
  const keys = new Map<string, string>()
  const done: string[] = []
  for (const event of events.flatMap(singlesOf)) {
    if (event.type === "step.started") keys.set(nameOf(event as DoubtPlace), event.key)
    else if (event.type === "step.completed" || event.type === "step.waiting") {
      const key = keys.get(nameOf(event as DoubtPlace))
      if (key !== undefined) done.push(key)
    }
  }
  return done
}
