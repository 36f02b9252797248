import { findStep, scopeAt } from "../places.ts"
import type { Workflow } from "../workflow.ts"
import { setAt } from "./change.ts"

/** Moves a step up or down in the list of its scope, which in list order is its place in the run. At an end it stays. */
export function shiftStep(workflow: Workflow, id: string, by: -1 | 1): Workflow {
  const place = findStep(workflow, id)
  const steps = place && scopeAt(workflow, place.scope)
  const other = place && steps?.[place.index + by]
  if (!place || !steps || !other) return workflow
  return setAt(workflow, place.scope, steps.with(place.index, other).with(place.index + by, place.step))
}
