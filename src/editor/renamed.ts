import { at } from "../lib/json.ts"
import { findStep, stepIds } from "../model/places.ts"
import type { Step, Workflow } from "../model/workflow.ts"

/**
 * The id that the step has after the workflow was changed: another one where only its id was. A step that came to
 * its place from elsewhere, as the next one does when it is removed, is not taken for it.
 */
export function idAfter(id: string, before: Workflow, after: Workflow): string {
  if (before === after || findStep(after, id)) return id
  const old = findStep(before, id)
  const now = old && (at(after, old.path) as Step | undefined)
  if (!old || now?.kind !== old.step.kind || stepIds(before).has(now.id)) return id
  return now.id
}
