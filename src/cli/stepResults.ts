import { outputValue } from "../engine/core/instanceOutput.ts"
import type { RunState, Visit } from "../engine/core/state.ts"
import type { Json, JsonMap } from "../lib/json.ts"
import { pathOfVisit } from "./runPaths.ts"

/** What became of one visit of a step. */
export interface VisitResult {
  readonly visit: number
  readonly status: Visit["status"]
  /** The value of each outlet by which it left. */
  readonly outlets: JsonMap
  readonly output: Json
  readonly problem?: { readonly code: string; readonly message: string }
}

/** What became of all steps of a run, those inside containers by `each[2].inner`, in the order in which they were entered. */
export function stepResults(state: RunState): { readonly [path: string]: readonly VisitResult[] } {
  const results = new Map<string, VisitResult[]>()
  for (const instance of state.instances.values()) {
    for (const visits of instance.visits) {
      const [first] = visits ?? []
      if (visits === undefined || first === undefined) continue
      results.set(pathOfVisit(first), visits.map(resultOf))
    }
  }
  return Object.fromEntries(results)
}

function resultOf(visit: Visit): VisitResult {
  const { problem } = visit
  return {
    visit: visit.number,
    status: visit.status,
    outlets: visit.outlets ?? {},
    output: outputValue(visit),
    ...(problem === undefined ? {} : { problem: { code: problem.code, message: problem.message } }),
  }
}
