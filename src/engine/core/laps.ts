import { must } from "../../lib/assert.ts"
import type { Json, JsonMap } from "../../lib/json.ts"
import type { ChildEnd, Steer } from "../../model/control.ts"
import type { EventOf, Lap } from "./event.ts"
import { outputOfLap } from "./instanceOutput.ts"
import { intoOf } from "./narrow.ts"
import type { ScopePlan, StepPlan } from "./plan.ts"
import type { RunState, SteerSignal, Visit } from "./state.ts"
import { Seen, signal } from "./steering.ts"
import { setVariables } from "./variables.ts"
import { placeOf } from "./whereabouts.ts"

/*
 * Instances of a body of pure steps need not be opened one by one. Where each step of it does nothing but come to a
 * value, an instance is run through from its entries to its end in one go: a lap. Many laps are one event, and what
 * they leave in the state is what the same instances would have left had they been opened and ended in turn.
 *
 *     each ─ steered ─ lapped (64 … 563) ─ lapped (564 … 1063) ─ … ─ steered ─▶ done
 *
 * Only what goes well is a lap. An instance in which a step fails, waits or writes is opened as ever.
 */

const fits = new WeakMap<ScopePlan, boolean>()

/** Whether instances of the scope can be run through: it holds pure steps alone, and no wire waits for anything. */
export function fitsLaps(scope: ScopePlan): boolean {
  let fit = fits.get(scope)
  if (fit === undefined) {
    fit = scope.loops.length === 0 && scope.never.length === 0 && !scope.branches && scope.steps.every(isFit)
    fit &&= scope.entries.length > 0 && scope.entries.every(entry => entry.into.length === 0)
    fits.set(scope, fit)
  }
  return fit
}

function isFit({ kind, steers, spec, join, most, plain }: StepPlan): boolean {
  if (kind.effect !== "pure" || steers || join !== "all" || most < 1 || !plain) return false
  return spec.each === undefined && spec.disabled !== true && spec.timeout === undefined
}

/** Whether what a reducer's answer opens may be run through now, as far as the state can tell. */
export function mayLap(state: RunState, visit: Visit, told: number, steer: Steer): boolean {
  const { plan, phase, cancelling, mode, kept, narrow } = state
  if (steer.open === undefined || phase !== "running" || cancelling || visit.cancelled) return false
  // What is taken over from another run, or done from a recording, is found under each instance's own name.
  if (mode === "replay" || kept !== undefined || intoOf(narrow, visit) !== undefined) return false
  if (plan.order !== "parallel" || state.busy >= plan.parallel) return false
  const scope = visit.step.holds.get("steps")
  if (scope === undefined || !opensAlone(steer) || !fitsLaps(scope) || isTriedOut(state, scope)) return false
  return visit.steering?.signals.slice(told).every(({ type }) => type === "child") === true
}

/** Whether something stands in for a step of the scope, or the run stops before one. */
function isTriedOut({ standIns, breakpoints, stepping }: RunState, { steps }: ScopePlan): boolean {
  return stepping !== undefined || steps.some(({ id }) => Object.hasOwn(standIns, id) || breakpoints.has(id))
}

/** Whether it opens instances of `steps`, and does nothing else. */
function opensAlone(steer: Steer): boolean {
  for (const what in steer) if (what !== "open" && what !== "state") return false
  return steer.open?.every(({ scope }) => scope === "steps") !== false
}

/** Puts what was run through where the instances would stand that were opened. */
export function foldLaps(
  state: RunState,
  visit: Visit,
  { laps, heard }: Pick<EventOf<"step.lapped">, "laps" | "heard">,
): void {
  const { steering, step } = visit
  const scope = step.holds.get("steps")
  if (steering === undefined || scope === undefined) return
  const { events, now } = state
  state.variables = { ...state.variables }
  const from = steering.opened.steps ?? 0
  steering.opened.steps = from + laps.length
  state.instances.runThrough({ parent: visit, scope, from, laps, events, now })
  for (const [at, lap] of laps.entries()) {
    for (const { variables } of lap.did) if (variables !== undefined) setVariables(state, variables)
    const child = completed(from + at, outputOfLap(scope, lap), lap.inside)
    if (at < heard) steering.ended[from + at] = child
    else {
      steering.known++
      signal(state, visit, { type: "child", child })
    }
  }
}

const noneInside: JsonMap = {}

function completed(index: number, output: Json, inside: JsonMap = noneInside): ChildEnd {
  return { scope: "steps", index, status: "completed", output, inside }
}

/** Where the instances of an event stand that were run through, in order, with what each step of them came to. */
export function* didIn(event: EventOf<"step.lapped">) {
  for (const [at, { did }] of event.laps.entries()) {
    const path = pathOfLap(event, at)
    for (const one of did) yield { in: path, visit: 1, ...one }
  }
}

/** The path of the instance that the event went through as its n-th. */
export function pathOfLap(event: EventOf<"step.lapped">, at: number): string {
  const around = event.in === "" ? "" : `${event.in}/`
  return `${around}${event.step}[${event.from + at}]#${event.visit}`
}

/** Goes from one instance that is to be opened to the next, as the reducer would have it. */
export interface Lapping {
  /** The next instance to run through, and what its steps see besides; undefined where the reducer opens no more. */
  next(): { readonly index: number; readonly gives: JsonMap | undefined } | undefined
  /** The instance was run through. */
  ended(lap: Lap, output: Json): void
  /** Whether all that was opened was run through: a good moment to write down how far it went. */
  isEven(): boolean
  /** All that was run through, as one event. */
  event(at: number, took: number): EventOf<"step.lapped">
}

/** Begins to run through what a reducer's answer opens, and what it opens then. */
export function createLapping(visit: Visit, asked: EventOf<"step.steered">): Lapping {
  const steering = must(visit.steering, "a step that steers")
  const { told, steer } = asked
  const first = steering.opened.steps ?? 0
  const seen = new Seen(visit, steering)
  seen.told.push(...childrenIn(steering.signals.slice(0, told)))
  seen.state = steer.state ?? steering.state
  let openings = steer.open ?? []
  seen.running += openings.length - seen.told.length
  /** What the reducer is to be told: what ended before, then the laps. */
  const ends = childrenIn(steering.signals.slice(told))
  const others = ends.length
  const laps: Lap[] = []
  /** How many of `openings` were run through. */
  let through = 0
  let heard = 0

  /** Tells the reducer of the next end; false where it answers with something else than instances to open. */
  const tell = (): boolean => {
    const child = ends[heard]
    if (child === undefined) return false
    seen.told.push(child)
    seen.running--
    const answer = visit.step.kind.control?.childDone?.(seen, child)
    if (answer === undefined || !opensAlone(answer)) return false
    if (answer.state !== undefined) seen.state = answer.state
    openings = answer.open ?? []
    seen.running += openings.length
    through = 0
    heard++
    return true
  }
  return {
    next() {
      while (through === openings.length) if (!tell()) return undefined
      return { index: first + laps.length, gives: openings[through]?.gives }
    },
    ended(lap, output) {
      ends.push(completed(first + laps.length, output, lap.inside))
      laps.push(lap)
      through++
    },
    isEven: () => through === openings.length,
    event(at, took) {
      const open = openings.slice(through)
      const { state } = seen
      return {
        type: "step.lapped",
        at,
        ...placeOf(visit),
        told: told + Math.min(heard, others),
        heard: Math.max(0, heard - others),
        from: first,
        laps,
        steer: { ...(state === steering.state ? {} : { state }), ...(open.length === 0 ? {} : { open }) },
        ...(took === 0 ? {} : { took }),
      }
    },
  }
}

function childrenIn(signals: readonly SteerSignal[]): ChildEnd[] {
  return signals.flatMap(signal => (signal.type === "child" ? [signal.child] : []))
}
