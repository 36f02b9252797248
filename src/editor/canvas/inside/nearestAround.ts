import { holdersOf } from "../../../model/places.ts"
import type { Workflow } from "../../../model/workflow.ts"

/** The innermost container around both the inside that is shown and the step: where to go for the step to be seen. */
export function nearestAround(workflow: Workflow, within: string, id: string): string | null {
  const around = new Set(holdersOf(workflow, id).map(step => step.id))
  return holdersOf(workflow, within).findLast(step => around.has(step.id))?.id ?? null
}
