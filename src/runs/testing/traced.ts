import type { RunEvent } from "../../engine/core/event.ts"
import type { Plan } from "../../engine/core/plan.ts"
import { newRun, type RunState } from "../../engine/core/state.ts"
import { applyTraced, newTrace, type RunTrace } from "../runTrace.ts"

/** Folds events as a page does: the state, and beside it its past. */
export function traced(
  plan: Plan,
  events: Iterable<RunEvent>,
): { readonly state: RunState; readonly trace: RunTrace } {
  const [state, trace] = [newRun(plan), newTrace()]
  for (const event of events) applyTraced(state, trace, event)
  return { state, trace }
}
