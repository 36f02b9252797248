import { awaitedGrants } from "../engine/core/awaitedGrants.ts"
import type { RunState, Visit } from "../engine/core/state.ts"
import { placeOfTask, tasksOf } from "../engine/core/whereabouts.ts"
import { type Json, type JsonMap, own } from "../lib/json.ts"
import type { Problem } from "../model/problems.ts"
import type { Difference } from "../model/recording.ts"
import type { StepPlace } from "./runService.ts"
import { keyOf, nameOf } from "./visitKey.ts"

/* What a run waits for, and what of that a person can do something about. */

/** Something that waits for a person. */
export interface Question {
  readonly key: string
  readonly place: StepPlace
  readonly name: string
  readonly ask: JsonMap
}

/** An effect of which nobody can tell whether it happened. */
export interface Doubt {
  readonly key: string
  readonly place: StepPlace
  readonly name: string
  readonly outlet: string
  readonly problem: Problem | undefined
  /** What it stopped short of, because nobody had approved it: then nothing of it has happened. */
  readonly differs: readonly Difference[] | undefined
}

/** A power for which the run waits: some of its steps were refused for want of it. */
export interface GrantRequest {
  readonly workflow: string
  readonly pattern: string
  /** Completes "This run asks to …". */
  readonly say: string
  /** The names of the steps. */
  readonly names: readonly string[]
}

/** A step before which the run has stopped. */
export interface Stopped {
  readonly key: string
  readonly step: string
  readonly name: string
  /** What came to it, by the outlets that it came from. */
  readonly came: readonly { readonly from: string; readonly outlet: string; readonly value: Json }[]
  /** Why the condition of its breakpoint could not be evaluated. */
  readonly problem: Problem | undefined
}

/** A step that waits to be tried again. */
export interface Retrying {
  readonly key: string
  readonly place: StepPlace
  readonly name: string
  readonly attempt: number
  readonly until: number | null
  readonly problem: Problem | undefined
}

/** Something that has to come before the run goes on. */
export interface Awaited {
  readonly key: string
  readonly name: string
  readonly for: "person" | "time" | "event" | "run" | "grant" | "retry" | "work"
  readonly until: number | null
}

/** The powers for which the run waits. */
export function requestsOf(state: RunState): GrantRequest[] {
  return awaitedGrants(state).map(({ pattern, say, tasks }) => ({
    ...{ workflow: state.plan.workflow.id, pattern, say },
    names: [...new Set(tasks.map(({ visit }) => nameOf(visit)))],
  }))
}

/** What the visit waits for, or is at. */
export function awaitedBy(state: RunState, visit: Visit): Awaited[] {
  if (visit.status === "resting")
    return [{ key: keyOf(visit), name: nameOf(visit), for: "event", until: null }]
  return tasksOf(visit).flatMap((task): Awaited[] => {
    const named = { key: keyOf(visit, task), name: nameOf(visit) }
    const { status, wait } = task
    if (status === "waiting" && wait !== undefined)
      return [{ ...named, for: wait.for, until: "until" in wait ? (wait.until ?? null) : null }]
    // It has done nothing yet, and does once somebody says what is to become of what differs.
    if (status === "in_doubt" && task.differs !== undefined) return [{ ...named, for: "person", until: null }]
    if (status === "retrying")
      return [{ ...named, for: "retry", until: state.timers.get(task.timer ?? "")?.at ?? null }]
    return status === "started" || status === "handed" ? [{ ...named, for: "work", until: null }] : []
  })
}

/** What the visit asks a person. */
export function questionsOf(visit: Visit): Question[] {
  return tasksOf(visit).flatMap(task => {
    const { status, wait } = task
    if (status !== "waiting" || wait?.for !== "person") return []
    return [{ key: keyOf(visit, task), place: placeOfTask(task), name: nameOf(visit), ask: wait.ask }]
  })
}

/** The steps before which the run has stopped. */
export function stopsOf({ stops, phase }: RunState): Stopped[] {
  if (phase === "ended") return []
  return stops.flatMap(({ visit, problem }) => {
    if (!visit.instance.active.has(visit)) return []
    const came = visit.arrivals.flatMap(({ wire, visit: from }) => {
      const value = own(from.outlets, wire.outlet)
      return value === undefined ? [] : [{ from: nameOf(from), outlet: wire.outlet, value }]
    })
    return [{ key: keyOf(visit), step: visit.step.id, name: nameOf(visit), came, problem }]
  })
}

/** The attempts of the visit that wait to be made again. */
export function retryingOf(state: RunState, visit: Visit): Retrying[] {
  return tasksOf(visit).flatMap(task => {
    if (task.status !== "retrying") return []
    const until = state.timers.get(task.timer ?? "")?.at ?? null
    const named = { key: keyOf(visit, task), place: placeOfTask(task), name: nameOf(visit) }
    return [{ ...named, attempt: task.attempt, until, problem: task.problem }]
  })
}

/** The effects of the visit that are in doubt. */
export function doubtsOf(visit: Visit): Doubt[] {
  return tasksOf(visit).flatMap(task => {
    if (task.status !== "in_doubt") return []
    const outlet = (task.called ?? visit.step).outlets[0] ?? "success"
    const { problem, differs } = task
    const place = placeOfTask(task)
    return [{ key: keyOf(visit, task), place, name: nameOf(visit), outlet, problem, differs }]
  })
}
