import { finished } from "../lib/finished.ts"
import { at, type Path } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import { rootScopeKeys, scopeKeys, type Workflow } from "../model/workflow.ts"
import { kindProblems } from "./kindProblems.ts"
import { reachProblems } from "./reachProblems.ts"
import { referenceProblems } from "./referenceProblems.ts"
import { secretProblems } from "./secretProblems.ts"
import { settingsProblems } from "./settingsProblems.ts"
import { type Survey, surveyOf } from "./survey.ts"
import { timeProblems } from "./timeProblems.ts"
import { triggerProblems } from "./triggerProblems.ts"
import { wireProblems } from "./wireProblems.ts"

/*
 * Checking says everything that can be known to be wrong with a workflow before it runs, against a catalogue of
 * kinds and trigger types. It is pure, takes time in proportion to the workflow, and never throws: whatever the
 * lenient reader made of a file can be checked. What makes the workflow fail is an error, what only makes a
 * person wonder is a warning.
 *
 *     check(workflow, catalogue)   // [{ code: "unknown_target", message: "There is no step …", severity: "error",
 *                                  //    at: { path: ["steps", 0, "next"], step: "a" }, fix: { say: … } }]
 */

/** The problems of a workflow, each with the path of where it is in the file. */
export function check(workflow: Workflow, catalogue: Catalogue): Problem[] {
  return finished(checkInParts(workflow, catalogue))
}

/** What looks for problems: all at once, or a little at a time where the work on each step is large. */
type Part = (survey: Survey) => Problem[] | Generator<undefined, Problem[]>

const parts: readonly Part[] = [
  triggerProblems,
  kindProblems,
  wireProblems,
  reachProblems,
  referenceProblems,
  timeProblems,
  settingsProblems,
  survey => secretProblems(survey.workflow),
]

/** The same, with a rest between its parts, in which whoever looks at a large workflow is let do something else. */
export function* checkInParts(workflow: Workflow, catalogue: Catalogue): Generator<undefined, Problem[]> {
  const survey = surveyOf(workflow, catalogue)
  const problems: Problem[] = []
  for (const part of parts) {
    yield
    const found = part(survey)
    for (const problem of Array.isArray(found) ? found : yield* found) problems.push(problem)
  }
  return problems.map(problem => withStep(problem, workflow))
}

/** Names the innermost step that the problem's path leads into. */
function withStep(problem: Problem, workflow: Workflow): Problem {
  const step = stepAt(workflow, problem.at?.path ?? [])
  return step === undefined ? problem : withPlace(problem, { step }, problem.fix)
}

const scopes = new Set<unknown>([...rootScopeKeys, ...scopeKeys])

function stepAt(workflow: Workflow, path: Path): string | undefined {
  let here: unknown = workflow
  let step: string | undefined
  for (let index = 0; index + 1 < path.length && scopes.has(path[index]); index += 2) {
    here = at(here, path.slice(index, index + 2))
    const id = at(here, ["id"])
    if (typeof id === "string" && id !== "") step = id
  }
  return step
}
