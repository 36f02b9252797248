import type { Problem } from "../../model/problems.ts"
import type { Breakpoint } from "../../model/trialSchema.ts"
import { ask, settle } from "./asking.ts"
import { leaveSlot } from "./slots.ts"
import type { Instance, RunState, Task, Visit } from "./state.ts"
import { queueTask } from "./tasks.ts"
import { placeOf, tasksOf } from "./whereabouts.ts"

/*
 * A run that is paused starts nothing, until it is told to go on. It can be told beforehand to stop before
 * steps, to be looked at: at breakpoints, and step by step. Then a visit has been entered and its values have come,
 * but nothing of it is begun.
 *
 *     entered ──▶ breakpoint? ──┬─ no ───────────────────────▶ begin
 *                               ├─ yes ──▶ stopped, paused ──▶ resumed ──▶ begin
 *                               └─ when? ──▶ checked ──▶ one of these
 */

/** Nothing more starts and no timer fires; what is under way goes on. */
export function pauseRun(state: RunState, reason: string | undefined): void {
  if (state.phase !== "running") return
  state.phase = "paused"
  state.pausedFor = reason
  for (const timer of state.timers.values()) timer.action = settle(state, timer.action)
  for (const task of tasksUnderWay(state)) {
    if (task.status !== "handed") continue
    leaveSlot(state, task)
    queueTask(state, task)
  }
}

/** Goes on; timers that fell due in the meantime fire now. */
export function resumeRun(state: RunState, stepping = false): void {
  if (state.phase !== "paused") return
  state.phase = "running"
  state.pausedFor = undefined
  state.spent = undefined
  state.takeovers = 0
  for (const [timer, entry] of state.timers) entry.action = ask(state, { type: "wake", at: entry.at, timer })
  goOn(state, stepping)
}

/** The run stops at these places from now on. */
export function setBreakpoints(state: RunState, breakpoints: readonly Breakpoint[]): void {
  const byStep = new Map<string, Breakpoint[]>()
  for (const breakpoint of breakpoints) {
    const known = byStep.get(breakpoint.step)
    if (known === undefined) byStep.set(breakpoint.step, [breakpoint])
    else known.push(breakpoint)
  }
  state.breakpoints = byStep
}

/** Whether the visit, which was just entered, is not to begin yet: the run stops, or asks whether it does. */
export function stopsBefore(state: RunState, visit: Visit): boolean {
  const { stepping, breakpoints } = state
  if ((stepping === undefined && breakpoints.size === 0) || state.cancelling) return false
  if (stepping !== undefined && !isWithin(visit.instance, stepping.ran)) {
    stopAt(state, visit, undefined)
    return true
  }
  const here = (breakpoints.get(visit.step.id) ?? []).filter(breakpoint => cameBy(visit, breakpoint))
  if (here.length === 0) return false
  const whens = here.flatMap(({ when }) => (when === undefined ? [] : [when]))
  if (whens.length < here.length) stopAt(state, visit, undefined)
  else visit.action = ask(state, { type: "check", ...placeOf(visit), whens })
  return true
}

/** The conditions of its breakpoints are known: the run stops before the visit, or does not. */
export function checkStop(
  state: RunState,
  visit: Visit,
  { stops, problem }: { readonly stops: boolean; readonly problem?: Problem | undefined },
): void {
  if (visit.action === 0) return
  visit.action = settle(state, visit.action)
  if (stops) stopAt(state, visit, problem)
  else state.consequences.push({ type: "begin", visit })
}

/** Lets what was stopped begin: all of it, or the first alone, after which the run stops again. */
function goOn(state: RunState, stepping: boolean): void {
  const stops = state.stops.filter(({ visit }) => visit.instance.active.has(visit))
  const released = stepping ? stops.slice(0, 1) : stops
  state.stops = stops.slice(released.length)
  state.stepping = stepping ? { ran: released[0]?.visit } : undefined
  for (const { visit } of released) state.consequences.push({ type: "begin", visit })
}

/** Where the step that ran alone has ended and others were stopped beside it, the run stops again. */
export function stopAfterStep(state: RunState, ran: Visit): void {
  if (ran.instance.active.has(ran)) return
  state.stepping = { ran: undefined }
  if (state.stops.some(({ visit }) => visit.instance.active.has(visit))) pauseRun(state, "breakpoint")
}

/** The tasks that a pause or another owner concerns: all that have not ended, and those of wires that are validated. */
export function tasksUnderWay(state: RunState): Task[] {
  const found: Task[] = []
  for (const instance of state.instances.opened()) {
    for (const visit of instance.active) {
      for (const task of tasksOf(visit)) if (task.guards === undefined) found.push(task)
    }
    for (const { task } of instance.coming) if (task !== undefined) found.push(task)
  }
  return found
}

function stopAt(state: RunState, visit: Visit, problem: Problem | undefined): void {
  state.stops = [...state.stops, { visit, problem }]
  pauseRun(state, "breakpoint")
}

function cameBy({ arrivals }: Visit, { by }: Breakpoint): boolean {
  return (
    by === undefined || arrivals.some(({ wire }) => wire.from.id === by.step && wire.outlet === by.outlet)
  )
}

/** Whether the instance is inside a visit: what a container holds is part of the one step that it is. */
function isWithin(instance: Instance, visit: Visit | undefined): boolean {
  if (visit === undefined || instance.parent === undefined) return false
  return instance.parent === visit || isWithin(instance.parent.instance, visit)
}
