import type { Used } from "./event.ts"
import type { RunState, Visit } from "./state.ts"

/*
 * What attempts used of what costs money. Their ports report it with each outcome, failures too, and the fold adds
 * it up by visit, by step and for the run, so that a budget is a question to the state.
 */

/** Adds what an attempt of the visit used. */
export function addUse(state: RunState, visit: Visit, used: Used): void {
  visit.used = sum(visit.used, used)
  state.used = sum(state.used, used)
  state.usedBy.set(visit.step, sum(state.usedBy.get(visit.step), used))
}

/** Money of which one part is not known is what the known parts come to; none known is not known. */
function sum(before: Used | undefined, more: Used): Used {
  if (before === undefined) return more
  return {
    usd: before.usd === null ? more.usd : before.usd + (more.usd ?? 0),
    inputTokens: before.inputTokens + more.inputTokens,
    outputTokens: before.outputTokens + more.outputTokens,
    requests: before.requests + more.requests,
  }
}
