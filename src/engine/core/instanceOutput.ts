import { type Json, type JsonMap, own } from "../../lib/json.ts"
import type { Lap } from "./event.ts"
import type { ScopePlan, StepPlan } from "./plan.ts"
import type { Instance, Visit } from "./state.ts"
import { usedOutlets } from "./visits.ts"

/* What an instance of a scope comes to. */

/** The value of the last completed step that has no live wire; of each branch, where there are branches. */
export function outputOf(instance: Instance): Json {
  const values = lastOf(instance).map(visit => (visit === undefined ? null : outputValue(visit)))
  return instance.scope.branches ? values : (values[0] ?? null)
}

/** The visits whose value is the instance's: one, or one of each branch where there are branches. */
export function lastOf(instance: Instance): readonly (Visit | undefined)[] {
  const { scope } = instance
  if (!scope.branches) return [lastIn(instance, scope.steps)]
  return scope.entries.map(entry => {
    const branch = new Set([entry])
    for (const step of branch) for (const wire of step.out) branch.add(wire.to)
    return lastIn(instance, branch)
  })
}

function lastIn(instance: Instance, steps: Iterable<StepPlan>): Visit | undefined {
  let last: Visit | undefined
  for (const step of steps) {
    const visit = instance.visits[step.index]?.at(-1)
    if (visit?.outlets === undefined || visit.live) continue
    if (last === undefined || visit.endedBy > last.endedBy) last = visit
  }
  return last
}

/** The value of the first used outlet, in the order of the step's kind. */
export function outputValue(visit: Visit): Json {
  return visit.outlets === undefined ? null : firstValue(visit.outlets, visit.step.outlets)
}

/** The value of the first of these outlets that was used. */
export function firstValue(outlets: JsonMap, order: readonly string[]): Json {
  for (const outlet of order) {
    const value = own(outlets, outlet)
    if (value !== undefined) return value
  }
  return Object.values(outlets)[0] ?? null
}

/** The same of an instance that was run through. */
export function outputOfLap(scope: ScopePlan, { did, output }: Lap): Json {
  if (output !== undefined) return output
  for (let at = did.length - 1; at >= 0; at--) {
    const step = scope.byId.get(did[at]?.step ?? "")
    if (step === undefined) continue
    const used = usedOutlets(step, did[at]?.outlets ?? {})
    const leads = step.out.some(wire => Object.hasOwn(used, wire.outlet))
    if (!leads) return firstValue(used, step.outlets)
  }
  return null
}
