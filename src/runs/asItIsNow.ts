import { sameJson } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import type { Workflow } from "../model/workflow.ts"
import type { WorkflowNow } from "./runService.ts"
import { staleSteps } from "./staleSteps.ts"

/**
 * The workflow as it is now, and what a run of how it was then gave that does not hold in it; undefined where it is the
 * same. Whoever mends a step and runs it again means the mended one.
 */
export function asItIsNow(then: Workflow, now: Workflow, kinds: Catalogue["kinds"]): WorkflowNow | undefined {
  if (sameJson(then, now)) return undefined
  return { workflow: now, stale: [...staleSteps(then, now, { kinds, gave: new Map(), pins: {} }).keys()] }
}
