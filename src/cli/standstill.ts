import type { Action } from "../engine/core/action.ts"
import type { RunState, Task, Visit } from "../engine/core/state.ts"
import { armedName } from "../engine/core/steering.ts"
import { taskAt, tasksOf, visitAt } from "../engine/core/whereabouts.ts"
import { type JsonMap, own } from "../lib/json.ts"
import { pathOfVisit } from "./runPaths.ts"

/*
 * What a run waits for that will not come by itself: a person, an event, a decision. A run stands still when that
 * is all that is left of it; limits on waiting for a person do not count, for nobody sits in front of a terminal
 * for three days. They run on, and are looked at when the run is resumed.
 */

/** Something that a run waits for. */
export type Awaited =
  | {
      readonly for: "person"
      readonly visit: Visit
      readonly task: Task
      readonly ask: JsonMap
    }
  /** A resting state, which is left by a wire with one of these labels. */
  | { readonly for: "choice"; readonly visit: Visit; readonly labels: readonly string[] }
  | { readonly for: "doubt"; readonly visit: Visit; readonly task: Task }
  | { readonly for: "grant"; readonly visit: Visit; readonly pattern: string; readonly say: string }
  | { readonly for: "event"; readonly visit: Visit; readonly name: string }
  | { readonly for: "run"; readonly visit: Visit; readonly key: string }

/** Everything that the run waits for. */
export function awaited(state: RunState): Awaited[] {
  const found: Awaited[] = []
  if (state.phase === "ended") return found
  for (const instance of state.instances.opened()) {
    for (const visit of instance.active) {
      for (const task of tasksOf(visit)) {
        const { wait, status } = task
        if (status === "in_doubt") found.push({ for: "doubt", visit, task })
        if (status !== "waiting" || wait === undefined || wait.for === "time") continue
        if (wait.for === "person") found.push({ for: "person", visit, task, ask: wait.ask })
        else if (wait.for === "grant") found.push({ visit, ...wait })
        else if (wait.for === "event") found.push({ for: "event", visit, name: wait.name })
        else found.push({ for: "run", visit, key: task.key })
      }
      if (visit.status !== "resting") continue
      const labels = visit.step.out.flatMap(({ spec: { on } }) =>
        on !== undefined && "person" in on ? [on.person] : [],
      )
      if (labels.length > 0) found.push({ for: "choice", visit, labels })
      for (const { spec } of visit.step.out) {
        if (spec.on !== undefined && "event" in spec.on)
          found.push({ for: "event", visit, name: spec.on.event })
      }
    }
  }
  return found
}

/** Whether the run goes on only when somebody does something; `children` says so of the runs that it waits for. */
export function standsStill(state: RunState, childStands: (key: string) => boolean): boolean {
  if (state.phase !== "running") return state.phase === "paused" && state.busy === 0
  const waits = awaited(state)
  if (!waits.some(wait => wait.for !== "event" && wait.for !== "run") && !allWaitForEvents(state, waits)) {
    if (!waits.some(wait => wait.for === "run" && childStands(wait.key))) return false
  }
  const patient = new Set(waits.flatMap(timersOf))
  for (const entry of state.actions) {
    if (entry === null) continue
    if (entry.type === "watch" || (entry.type === "start" && restsOnCalls(state, entry))) continue
    if (entry.type === "listen") {
      const action = entry as Extract<Action, { type: "listen" }>
      if (action.wait.for !== "run" || childStands(action.key)) continue
    }
    if (entry.type === "wake" && patient.has(entry.timer)) continue
    return false
  }
  return true
}

/** It waits for what it called: that, and not the caller, is what stands still or goes on. */
function restsOnCalls(state: RunState, at: Extract<Action, { type: "start" }>): boolean {
  const visit = visitAt(state, at.in, at.step, at.visit)
  const task = visit === undefined ? undefined : taskAt(visit, at.task, at.call)
  return task?.lending !== undefined && task.lending.open > 0
}

function allWaitForEvents(state: RunState, waits: readonly Awaited[]): boolean {
  return waits.length > 0 && state.timers.size === 0 && waits.every(wait => wait.for === "event")
}

/** The timers that only limit how long is waited for a person. */
function timersOf(wait: Awaited): string[] {
  if (wait.for === "choice") return wait.visit.step.out.map(wire => armedName(wait.visit, wire))
  if (wait.for !== "person" && wait.for !== "run") return []
  return tasksOf(wait.visit).flatMap(({ timer }) => timer ?? [])
}

/** The outlets by which a step that waits can be left, as `--answer` names them. */
export function waysOut(wait: Awaited): readonly string[] {
  if (wait.for === "choice") return wait.labels
  if (wait.for === "doubt")
    return wait.task.differs === undefined ? ["retry", "done", "fail"] : ["do", "leave", "fail"]
  if (wait.for !== "person") return []
  const decisions = own(wait.ask, "decisions")
  const ids = Array.isArray(decisions) ? decisions.flatMap(each => String(each?.id ?? "")) : []
  return ids.length > 0
    ? ids
    : (wait.task.called ?? wait.visit.step).outlets.filter(
        outlet => outlet !== "timeout" && outlet !== "failure",
      )
}

/** What a step that waits asks, in one line. */
export function questionOf(wait: Awaited): string {
  const name = wait.visit.step.spec.name ?? wait.visit.step.id
  if (wait.for === "doubt" && wait.task.differs !== undefined) {
    return `${name} comes to something else than was approved: ${wait.task.differs.map(({ say }) => say).join(", ")}`
  }
  if (wait.for === "doubt") return `${name}: nobody can tell whether it happened before it was cut`
  if (wait.for === "grant") return `${name} may not ${wait.say} unless that is granted`
  if (wait.for === "event") return `${name} waits for the event ${wait.name}`
  if (wait.for === "choice") return `${name} rests until somebody decides`
  if (wait.for === "run") return `${name} waits for another run`
  const title = own(wait.ask, "title")
  return typeof title === "string" ? title : name
}

/** Where a step that waits stands. */
export function pathOfAwaited(wait: Awaited): string {
  return pathOfVisit(wait.visit)
}
