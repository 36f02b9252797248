import { keyIn } from "../lib/keyForms.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import { problem } from "./checkProblems.ts"
import { leavesOf } from "./leaves.ts"

/** So many texts are looked at between two rests. */
const many = 200

/** Warns of texts that look like keys, wherever they stand in the workflow; rests now and then. */
export function* secretProblems(workflow: Workflow): Generator<undefined, Problem[]> {
  const problems: Problem[] = []
  let seen = 0
  for (const { value, path } of leavesOf(workflow, [])) {
    if (++seen % many === 0) yield
    const what = keyIn(value)
    if (what !== undefined) problems.push(withPlace(problem("plain_secret", { what }), { path }))
  }
  return problems
}
