import type { JsonMap } from "../../lib/json.ts"
import { newVisit } from "./newVisit.ts"
import type { ScopePlan, StepPlan, WirePlan } from "./plan.ts"
import { quietInstance } from "./quietInstance.ts"
import type { Arrival, Instance, RunState, Visit } from "./state.ts"
import { usedOutlets } from "./visits.ts"

/** An instance that is run through: each step that is ready is given what it came to, and others are ready then. */
export interface Walk {
  readonly instance: Instance
  /** The next visit that is ready; undefined once the instance is at its end. */
  next(): Visit | undefined
  /** The visit leaves by these outlets. */
  leave(visit: Visit, outlets: JsonMap): void
}

/** Begins to run through an instance inside the visit. */
export function walkThrough(
  moment: Pick<RunState, "now" | "events">,
  parent: Visit,
  scope: ScopePlan,
  index: number,
  gives: JsonMap | undefined,
): Walk {
  const instance = quietInstance({ scope, parent, name: "steps", index, gives })
  const open = scope.steps.map(step => step.into.length)
  const carried: (Visit | undefined)[] = []
  const ready: Visit[] = []
  /** What follows, in the order in which the fold would do it. */
  const decided: { readonly wire: WirePlan; readonly from: Visit | undefined }[] = []
  let at = 0
  let ended = 0
  /** Visits that one event ends are told apart by how far it had come: later is newer. */
  const end = (visit: Visit, status: "completed" | "skipped"): void => {
    ended++
    visit.status = status
    visit.endedAt = moment.now
    visit.endedBy = moment.events - 1 + ended / scope.steps.length
  }
  const enter = (step: StepPlan): void => {
    const arrivals: Arrival[] = []
    for (const wire of step.into) {
      const visit = carried[wire.index]
      if (visit !== undefined) arrivals.push({ wire, visit })
    }
    const visit = newVisit(moment, instance, step, arrivals, undefined)
    if (arrivals.length > 0 || step.into.length === 0) ready.push(visit)
    else {
      end(visit, "skipped")
      for (const wire of step.out) decided.push({ wire, from: undefined })
    }
  }
  for (const entry of scope.entries) enter(entry)
  return {
    instance,
    next: () => ready[at++],
    leave(visit, outlets) {
      visit.outlets = usedOutlets(visit.step, outlets)
      end(visit, "completed")
      for (const wire of visit.step.out) {
        const isUsed = Object.hasOwn(visit.outlets, wire.outlet)
        decided.push({ wire, from: isUsed ? visit : undefined })
        if (!isUsed) continue
        visit.live = true
        visit.took.push(wire.place)
      }
      for (const { wire, from } of decided) {
        carried[wire.index] = from
        const left = (open[wire.to.index] ?? 0) - 1
        open[wire.to.index] = left
        if (left === 0) enter(wire.to)
      }
      decided.length = 0
    },
  }
}
