import { must } from "../../../lib/assert.ts"
import type { Json, JsonMap } from "../../../lib/json.ts"
import type { Problem } from "../../../model/problems.ts"
import type { Step } from "../../../model/workflow.ts"
import { type NaiveGraph, type NaiveWire, reachedFrom } from "./naiveGraph.ts"
import type { NaiveVisit } from "./naiveWorld.ts"

/*
 * The state of one scope instance for the naive interpreter, and the questions that the rules ask of it. Each is
 * answered by looking through all steps and wires. Marks in brackets are those of SPEC.md.
 */

/** One visit, as it goes. */
export interface Visit {
  readonly number: number
  status: NaiveVisit["status"] | "running"
  outlets: JsonMap
  problem?: Problem
  /** When it ended, among all that ended. */
  ended: number
  readonly incoming: Json | undefined
  /** At least one of its wires went live. */
  live: boolean
  cancel?: () => void
}

/** A step within one instance of its scope. */
export interface StepState {
  readonly step: Step
  readonly path: string
  readonly visits: Visit[]
  /** Started or skipped in the present visit. */
  decided: boolean
  /** Entered again, and nothing has come to it since: what lies on its wires from outside starts nothing yet. */
  stale: boolean
}

/** A value that came by a wire. */
export interface Arrival {
  readonly wire: NaiveWire
  readonly value: Json
}

/** A wire within one instance of its scope. */
export interface WireState {
  readonly wire: NaiveWire
  state: "open" | "live" | "dead"
  value: Json
  /** How many values are on their way (`after`). */
  delayed: number
  /** Would be dead, but may yet be used in a later visit of its body (C4). */
  refused: boolean
}

/** One instance of a scope. */
export interface Instance {
  /** Stands before the ids of its steps: `each[2]#1/`. */
  readonly path: string
  readonly graph: NaiveGraph
  readonly steps: ReadonlyMap<string, StepState>
  readonly wires: readonly WireState[]
  /** What its steps see besides. */
  readonly seen: { readonly [name: string]: unknown }
  readonly around: Instance | null
  /** Values that wait for what they lead to, to be quiet: they enter their step again (C2, C6). */
  readonly again: Arrival[]
  over: boolean
  readonly whenOver: (failure: Problem | null) => void
}

/** The next visit of the step. */
export function newVisit(state: StepState, incoming: Json | undefined): Visit {
  return { number: state.visits.length + 1, status: "running", outlets: {}, ended: 0, incoming, live: false }
}

/** The step of that id. */
export function stepOf(scope: Instance, id: string): StepState {
  return must(scope.steps.get(id), `the step ${id}`)
}

/** (J1) to (J5), (C10). */
export function joinOf(scope: Instance, { step, stale }: StepState): "wait" | "start" | "skip" {
  const wires = scope.wires.filter(({ wire }) => wire.to === step.id && !wire.back)
  const count = (state: WireState["state"]) => wires.filter(each => each.state === state).length
  if (wires.every(({ wire }) => wire.never)) return "wait"
  const join = step.join ?? "all"
  const wanted = join === "any" || join === "each" ? 1 : typeof join === "object" ? join.atLeast : null
  if (wanted === null) return count("open") > 0 ? "wait" : count("live") > 0 ? "start" : "skip"
  if (count("live") >= wanted) return stale && count("open") > 0 ? "wait" : "start"
  return count("live") + count("open") < wanted ? "skip" : "wait"
}

/** Whether the step has a visit that has not ended. */
export function isBusy(state: StepState): boolean {
  return state.visits.some(({ status }) => status === "running" || status === "waiting" || status === "doubt")
}

/** (C2): nothing of it goes on, and no live wire into it is delayed or waits for others. */
export function isQuiet(scope: Instance, body: ReadonlySet<string>): boolean {
  if ([...body].some(id => isBusy(stepOf(scope, id)))) return false
  return !scope.wires.some(
    one =>
      body.has(one.wire.to) &&
      (one.delayed > 0 || (one.state === "live" && !one.wire.back && !stepOf(scope, one.wire.to).decided)),
  )
}

/** The bodies that the wire leaves. */
export function bodiesLeftBy(scope: Instance, { wire }: WireState): ReadonlySet<string>[] {
  return [...scope.graph.bodies.values()].filter(body => body.has(wire.from) && !body.has(wire.to))
}

/** Whether a loop-back of the body is live or undecided, or a value waits to enter it, or it is not quiet (C4, C5). */
export function mayGoOn(scope: Instance, body: ReadonlySet<string>): boolean {
  const undecided = scope.wires.some(
    one => scope.graph.bodies.get(one.wire.number) === body && (one.state !== "dead" || one.delayed > 0),
  )
  const awaited = scope.again.some(({ wire }) => body.has(wire.to))
  return undecided || awaited || !isQuiet(scope, body)
}

/** What a value that enters its step again enters again with it: the body, or all that the step leads to. */
export function regionOf(scope: Instance, { wire }: Arrival): ReadonlySet<string> {
  const led = reachedFrom(wire.to, scope.graph.wires)
  const body = scope.graph.bodies.get(wire.number)
  return body === undefined || stepOf(scope, wire.to).step.join === "each"
    ? led
    : new Set([...led].filter(id => body.has(id)))
}

/** (K6): without an `output`, what the last completed step that has no live wire gave. */
export function lastValue(scope: Instance): Json {
  const last = [...scope.steps.values()]
    .flatMap(state => state.visits.slice(-1))
    .filter(visit => !visit.live && Object.keys(visit.outlets).length > 0)
    .reduce<Visit | null>((late, visit) => (late === null || visit.ended > late.ended ? visit : late), null)
  return last === null ? null : (Object.values(last.outlets)[0] ?? null)
}
