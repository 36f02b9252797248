import { own } from "../../lib/json.ts"
import { eachScope } from "../places.ts"
import type { Workflow } from "../workflow.ts"
import { standingOf } from "./layout.ts"

/** The ids of the steps that are locked, those inside a locked container among them. */
export function lockedSteps(workflow: Workflow): ReadonlySet<string> {
  const locked = new Set<string>()
  for (const { steps, holder } of eachScope(workflow)) {
    for (const { id } of steps) {
      const isInside = holder !== null && locked.has(holder.id)
      if (isInside || standingOf(own(workflow.layout, id)).locked) locked.add(id)
    }
  }
  return locked
}
