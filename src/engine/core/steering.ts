import type { Json, JsonMap } from "../../lib/json.ts"
import type { ChildEnd, ScopeName, Signal, Steered } from "../../model/control.ts"
import { askReducer, settle } from "./asking.ts"
import type { WirePlan } from "./plan.ts"
import type { RunState, Steering, SteerSignal, Visit } from "./state.ts"
import { calm, stir } from "./stir.ts"
import { clearTimer } from "./timers.ts"
import { visitName } from "./whereabouts.ts"

/*
 * How the engine speaks with the reducer of a kind that steers: it is told one thing after the other, each answer
 * builds on the one before, and what it answered up to then is one event, `step.steered`.
 */

/** What a step that steers begins with. */
export function newSteering(): Steering {
  return {
    state: null,
    ended: [],
    running: new Set(),
    known: 0,
    opened: {},
    signals: [],
    action: 0,
    begun: false,
  }
}

/** Tells the reducer something, once it has answered what it was told before. */
export function signal(state: RunState, visit: Visit, told: SteerSignal): void {
  const { steering } = visit
  if (steering === undefined) return
  steering.signals.push(told)
  if (steering.action === 0) steering.action = askReducer(state, visit)
}

/** The reducer answered the first of what it was told, so many at once. */
export function answered(state: RunState, visit: Visit, told: number): void {
  const { steering } = visit
  if (steering === undefined) return
  settle(state, steering.action)
  for (const signal of steering.signals.splice(0, told)) {
    if (signal.type !== "child") continue
    steering.known--
    if (signal.child.scope === "steps") steering.ended[signal.child.index] = signal.child
  }
  steering.action = steering.signals.length > 0 ? askReducer(state, visit) : 0
}

/** Nothing more is to be told. */
export function silence(state: RunState, visit: Visit): void {
  const { steering } = visit
  if (steering === undefined) return
  steering.signals = []
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

/** What a reducer sees of its visit: what it was not told yet has not happened for it. */
export class Seen implements Steered {
  state: Json
  running: number
  readonly input: JsonMap
  readonly wired: boolean
  readonly incoming: Json
  /** What it was told of instances that ended since its last answer was written down. */
  readonly told: ChildEnd[] = []
  readonly #visit: Visit
  readonly #steering: Steering

  constructor(visit: Visit, steering: Steering) {
    const { incoming } = visit
    this.#visit = visit
    this.#steering = steering
    this.state = steering.state
    this.running = steering.known
    this.input = (visit.input ?? {}) as JsonMap
    this.wired = visit.step.out.some(wire => wire.outlet !== "failure")
    this.incoming = incoming?.visit.outlets?.[incoming.wire.outlet] ?? null
  }

  has(scope: ScopeName): boolean {
    return this.#visit.step.holds.has(scope)
  }

  get ended(): readonly (ChildEnd | undefined)[] {
    const ended = [...this.#steering.ended]
    for (const child of this.told) if (child.scope === "steps") ended[child.index] = child
    return ended
  }
}
