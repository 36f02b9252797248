import { must } from "../../../lib/assert.ts"
import type { Json, JsonMap } from "../../../lib/json.ts"
import type { Problem } from "../../../model/problems.ts"
import type { Step } from "../../../model/workflow.ts"
import type { NaiveGraph, NaiveWire } from "./naiveGraph.ts"
import type { NaiveVisit } from "./naiveWorld.ts"

/*
 * The state of one scope instance for the naive interpreter, and the questions that the rules ask of it.
 * Each is answered by looking through all steps and wires. Numbers in brackets are those of the rules.
 */

/** One visit, as it goes. */
export interface Visit {
  readonly number: number
  status: NaiveVisit["status"] | "running"
  outlets: JsonMap
  problem?: Problem
  /** When it ended, among all that ended. */
  ended: number
  cancel?: () => void
}

/** A step within one instance of its scope. */
export interface StepState {
  readonly step: Step
  readonly path: string
  readonly visits: Visit[]
  /** Started or skipped in the present visit. */
  decided: boolean
}

/** A wire within one instance of its scope. */
export interface WireState {
  readonly wire: NaiveWire
  state: "open" | "live" | "dead"
  value: Json
  /** Used, and not yet there (`after`). */
  delayed: boolean
  /** Would be dead, but may yet be used in a later visit of its body (17). */
  refused: boolean
  /** Its step has taken it into account. */
  joined: boolean
}

/** One instance of a scope. */
export interface Instance {
  readonly path: string
  readonly graph: NaiveGraph
  readonly steps: ReadonlyMap<string, StepState>
  readonly wires: readonly WireState[]
  readonly seen: { readonly [name: string]: unknown }
  readonly around: Instance | null
  over: boolean
  readonly whenOver: (failure: Problem | null) => void
}

/** (7) and (8). */
export function joinOf(scope: Instance, { step }: StepState): "wait" | "start" | "skip" {
  const wires = scope.wires.filter(({ wire }) => wire.to === step.id && !wire.back)
  const count = (state: WireState["state"]) => wires.filter(each => each.state === state).length
  if (wires.length === 0) return "wait"
  const join = step.join ?? "all"
  const wanted = join === "any" || join === "each" ? 1 : typeof join === "object" ? join.atLeast : null
  if (wanted === null) return count("open") > 0 ? "wait" : count("live") > 0 ? "start" : "skip"
  if (count("live") >= wanted) return "start"
  return count("live") + count("open") < wanted ? "skip" : "wait"
}

/** (18). */
export function isQuiet(scope: Instance, body: ReadonlySet<string>): boolean {
  const busy = [...body].some(id => isBusy(must(scope.steps.get(id), "a step of the body")))
  const onTheWay = scope.wires.some(
    one =>
      body.has(one.wire.from) &&
      body.has(one.wire.to) &&
      (one.delayed || (one.state === "live" && !one.wire.back && !one.joined)),
  )
  return !busy && !onTheWay
}

export function bodiesLeftBy(scope: Instance, { wire }: WireState): ReadonlySet<string>[] {
  return [...scope.graph.bodies.values()].filter(body => body.has(wire.from) && !body.has(wire.to))
}

/** Whether a loop-back of the body is live or undecided, or something in it still goes on. */
export function mayGoOn(scope: Instance, body: ReadonlySet<string>): boolean {
  const undecided = scope.wires.some(
    one => scope.graph.bodies.get(one.wire.number) === body && (one.state !== "dead" || one.delayed),
  )
  return undecided || !isQuiet(scope, body)
}

export function refuse(scope: Instance, one: WireState): void {
  if (one.state === "live") return
  if (bodiesLeftBy(scope, one).length > 0) one.refused = true
  else one.state = "dead"
}

export function isBusy(state: StepState): boolean {
  return state.visits.some(({ status }) => status === "running" || status === "waiting" || status === "doubt")
}

/** (22): without an `output`, what the last completed step that has no live wire gave. */
export function lastValue(scope: Instance): Json {
  const last = [...scope.steps.values()]
    .filter(state => !scope.wires.some(one => one.wire.from === state.step.id && one.state === "live"))
    .flatMap(state => state.visits.filter(visit => visit.status === "completed").slice(-1))
    .reduce<Visit | null>((late, visit) => (late === null || visit.ended > late.ended ? visit : late), null)
  return last === null ? null : (Object.values(last.outlets)[0] ?? null)
}
