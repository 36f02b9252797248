import { keyIn } from "../lib/keyForms.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import { problem } from "./checkProblems.ts"
import { leavesOf } from "./leaves.ts"

/** Warns of texts that look like keys, wherever they stand in the workflow. */
export function secretProblems(workflow: Workflow): Problem[] {
  const problems: Problem[] = []
  for (const { value, path } of leavesOf(workflow, [])) {
    const what = keyIn(value)
    if (what !== undefined) problems.push(withPlace(problem("plain_secret", { what }), { path }))
  }
  return problems
}
