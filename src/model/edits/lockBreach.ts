import { own, sameJson } from "../../lib/json.ts"
import { eachStep } from "../places.ts"
import type { Step, Workflow } from "../workflow.ts"
import { without } from "./change.ts"
import { type Positions, standingOf } from "./layout.ts"
import { lockedSteps } from "./locks.ts"

/**
 * The id of a locked step that an edit changes, moves or takes away; null where it does none of this. To unlock is
 * no such change. The text itself can always be changed.
 */
export function lockBreach(before: Workflow, after: Workflow): string | null {
  if (before === after || before.layout === undefined || !holdsLock(before.layout)) return null
  const locked = lockedSteps(before)
  if (locked.size === 0) return null
  const [then, now] = [stepsById(before), stepsById(after)]
  for (const id of locked) {
    const step = now.get(id)
    const was = then.get(id)
    if (step === undefined || was === undefined || !isAsItWas(was, step)) return id
    const [from, to] = [before, after].map(({ layout }) => standingOf(own(layout, id)))
    // What had no place of its own may be given the one that it has.
    if (from?.at && !sameJson(from.at, to?.at ?? null)) return id
    if (from?.size && !sameJson(from.size, to?.size ?? null)) return id
  }
  return null
}

/** Whether anything is locked at all, which is soon known where nothing is. */
function holdsLock(layout: Positions): boolean {
  return Object.values(layout).some(position => standingOf(position).locked)
}

/** Wires that only the order of the list implied may be written out, as edits of others need it. */
function isAsItWas(was: Step, is: Step): boolean {
  if (was === is) return true
  return sameJson(was.next === undefined ? without(is, "next") : is, was)
}

function stepsById(workflow: Workflow): Map<string, Step> {
  return new Map(Array.from(eachStep(workflow), ({ step }) => [step.id, step]))
}
