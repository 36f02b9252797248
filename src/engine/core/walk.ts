import type { JsonMap } from "../../lib/json.ts"
import { newVisit, take } from "./newVisit.ts"
import type { ScopePlan, StepPlan, WirePlan } from "./plan.ts"
import { quietInstance } from "./quietInstance.ts"
import type { Arrival, Instance, RunState, Visit } from "./state.ts"
import { usedOutlets } from "./visits.ts"

interface Decided {
  readonly wire: WirePlan
  /** Undefined where the wire is dead. */
  readonly from: Visit | undefined
}

/**
 * An instance that is run through: each step that is ready is given what it came to, and others are ready then, in
 * the order in which the fold would have it.
 */
export class Walk {
  readonly instance: Instance
  readonly #moment: Pick<RunState, "now" | "events">
  /** Per step: how many of the wires to it are open. */
  readonly #open: number[]
  /** Per wire: from where it was taken. */
  readonly #carried: (Visit | undefined)[] = []
  readonly #ready: Visit[] = []
  #given = 0
  #ended = 0

  constructor(
    moment: Pick<RunState, "now" | "events">,
    parent: Visit,
    scope: ScopePlan,
    index: number,
    gives: JsonMap | undefined,
  ) {
    this.#moment = moment
    this.instance = quietInstance({ scope, parent, name: "steps", index, gives }, moment.events)
    this.#open = openAtFirst(scope).slice()
    for (const entry of scope.entries) this.#enter(entry)
  }

  /** The next visit that is ready; undefined once the instance is at its end. */
  next(): Visit | undefined {
    return this.#ready[this.#given++]
  }

  /** The visit leaves by these outlets. */
  leave(visit: Visit, outlets: JsonMap): void {
    const { step } = visit
    visit.outlets = usedOutlets(step, outlets)
    this.#end(visit, "completed")
    if (step.out.length === 0) return
    const decided: Decided[] = []
    for (const wire of step.out) {
      const isUsed = Object.hasOwn(visit.outlets, wire.outlet)
      decided.push({ wire, from: isUsed ? visit : undefined })
      if (!isUsed) continue
      visit.live = true
      take(visit, wire)
    }
    for (const { wire, from } of decided) {
      this.#carried[wire.index] = from
      const left = (this.#open[wire.to.index] ?? 0) - 1
      this.#open[wire.to.index] = left
      if (left > 0 || this.#enter(wire.to)) continue
      for (const next of wire.to.out) decided.push({ wire: next, from: undefined })
    }
  }

  /** Enters the step, all of whose wires are decided; false where that means that it is skipped. */
  #enter(step: StepPlan): boolean {
    const arrivals: Arrival[] = []
    for (const wire of step.into) {
      const visit = this.#carried[wire.index]
      if (visit !== undefined) arrivals.push({ wire, visit })
    }
    const visit = newVisit(this.#moment, this.instance, step, arrivals, undefined)
    const isReady = arrivals.length > 0 || step.into.length === 0
    if (isReady) this.#ready.push(visit)
    else this.#end(visit, "skipped")
    return isReady
  }

  /** Visits that one event ends are told apart by how far it had come: later is newer. */
  #end(visit: Visit, status: "completed" | "skipped"): void {
    const { now, events } = this.#moment
    this.#ended++
    visit.status = status
    visit.endedAt = now
    visit.endedBy = events - 1 + this.#ended / this.instance.scope.steps.length
  }
}

const openings = new WeakMap<ScopePlan, number[]>()

function openAtFirst(scope: ScopePlan): number[] {
  const known = openings.get(scope) ?? scope.steps.map(step => step.into.length)
  openings.set(scope, known)
  return known
}
