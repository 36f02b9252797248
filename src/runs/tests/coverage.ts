import { outletName } from "../../engine/core/exercised.ts"
import { type KindLookup, plan, type StepPlan } from "../../engine/core/plan.ts"
import type { Workflow } from "../../model/workflow.ts"

/** How many of the outlets of a workflow were exercised. */
export interface Coverage {
  readonly all: number
  readonly exercised: number
}

/** Counts the outlets of the workflow's steps, `failure` only where something follows from it. */
export function coverageOf(workflow: Workflow, kinds: KindLookup, exercised: ReadonlySet<string>): Coverage {
  const names = plan(workflow, kinds).scopes.flatMap(({ steps }) => steps.flatMap(outletsOf))
  return { all: names.length, exercised: names.filter(name => exercised.has(name)).length }
}

function outletsOf({ id, outlets, out, spec }: StepPlan): string[] {
  if (spec.disabled) return []
  const own = outlets.filter(outlet => outlet !== "failure")
  const failure = out.some(wire => wire.outlet === "failure") ? ["failure"] : []
  return [...own, ...failure].map(outlet => outletName(id, outlet))
}
