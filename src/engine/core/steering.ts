import type { JsonMap } from "../../lib/json.ts"
import type { ScopeName, Signal, Steered } from "../../model/control.ts"
import type { WirePlan } from "./plan.ts"
import {
  askReducer,
  calm,
  clearTimer,
  type RunState,
  type Steering,
  type SteerSignal,
  settle,
  stir,
  type Visit,
  visitName,
} from "./state.ts"

/*
 * How the engine speaks with the reducer of a kind that steers: it is told one thing at a time, and answers with
 * `step.steered` before it is told the next, so each answer builds on the one before.
 */

/** What a step that steers begins with. */
export function newSteering(): Steering {
  return { state: null, ended: [], running: new Set(), opened: {}, signals: [], action: 0, begun: false }
}

/** Tells the reducer something, once it has answered what it was told before. */
export function signal(state: RunState, visit: Visit, told: SteerSignal): void {
  const { steering } = visit
  if (steering === undefined) return
  steering.signals.push(told)
  if (steering.action === 0) steering.action = askReducer(state, visit)
}

/** The reducer answered what it was told first. */
export function answered(state: RunState, visit: Visit): void {
  const { steering } = visit
  if (steering === undefined) return
  settle(state, steering.action)
  steering.signals.shift()
  steering.action = steering.signals.length > 0 ? askReducer(state, visit) : 0
}

/** Nothing more is to be told. */
export function silence(state: RunState, visit: Visit): void {
  const { steering } = visit
  if (steering === undefined) return
  steering.signals.length = 0
  steering.action = settle(state, steering.action)
}

/** Wakes a step that steers. One that rests is under way again. */
export function wakeVisit(state: RunState, visit: Visit, woken: Signal): void {
  stopResting(state, visit)
  signal(state, visit, { type: "wake", signal: woken })
}

/** The step rests: its body may be quiet all the same. */
export function startResting(state: RunState, visit: Visit): void {
  visit.status = "resting"
  visit.instance.resting++
  calm(state, visit.instance, visit.step)
}

function stopResting(state: RunState, visit: Visit): void {
  if (visit.status !== "resting") return
  visit.status = "running"
  visit.instance.resting--
  visit.action = settle(state, visit.action)
  for (const wire of visit.step.out) clearTimer(state, armedName(visit, wire))
  stir(visit.instance, visit.step)
}

/** Names the timer of an armed wire. */
export function armedName(visit: Visit, wire: WirePlan): string {
  return `${visitName(visit)}.wire${wire.place}`
}

/** What the reducer sees of its visit. */
export function steeredOf(visit: Visit, steering: Steering): Steered {
  const incoming = visit.incoming
  return {
    input: (visit.input ?? {}) as JsonMap,
    state: steering.state,
    has: (scope: ScopeName) => visit.step.holds.has(scope),
    ended: steering.ended,
    running: steering.running.size,
    wired: visit.step.out.some(wire => wire.outlet !== "failure"),
    incoming: incoming?.visit.outlets?.[incoming.wire.outlet] ?? null,
  }
}
