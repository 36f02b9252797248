import type { RunEvent } from "../../engine/core/event.ts"
import type { Plan } from "../../engine/core/plan.ts"
import { newRun } from "../../engine/core/state.ts"
import { createEntered } from "../entered.ts"
import { applyTraced, newTrace } from "../runTrace.ts"
import type { Traced } from "../timeline.ts"

/** Folds events as a page does: the state, and beside it its past. */
export function traced(plan: Plan, events: Iterable<RunEvent>): Traced {
  const [state, trace] = [newRun(plan), newTrace()]
  for (const event of events) applyTraced(state, trace, event)
  return { state, trace, entered: createEntered(trace) }
}
