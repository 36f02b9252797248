import type { Path } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { isId } from "../ids.ts"
import { eachStep, scopeAt, stepIds } from "../places.ts"
import type { Problem } from "../problems.ts"
import type { Step, Workflow } from "../workflow.ts"
import { inserted, setAt } from "./change.ts"
import { editProblem } from "./editProblems.ts"
import { type Positions, setLayout } from "./layout.ts"

/** Where a step is put. */
export interface Spot {
  /** The path of a scope: `["steps"]`, or `["steps", 2, "steps"]` for the inside of a container. */
  readonly scope: Path
  /** The place in the list; the end, where it is left out. */
  readonly index?: number
  readonly position?: Positions[string]
}

/** Adds a step, which may bring steps inside it. In a scope in list order its place in the list is its place in the run. */
export function addStep(workflow: Workflow, step: Step, spot: Spot): Result<Workflow, Problem> {
  const steps = scopeAt(workflow, spot.scope) ?? newScope(workflow, spot.scope)
  if (steps === undefined) return err(editProblem("no_such_scope"))
  const taken = stepIds(workflow)
  for (const { step: added } of eachStep({ rivulet: 1, id: "new", steps: [step] })) {
    if (!isId(added.id)) return err(editProblem("id_not_good", { id: added.id }))
    if (taken.has(added.id)) return err(editProblem("id_taken", { id: added.id }))
    taken.add(added.id)
  }
  const added = setAt(workflow, spot.scope, inserted(steps, [step], spot.index))
  return ok(spot.position === undefined ? added : setLayout(added, { [step.id]: spot.position }))
}

/** An empty list for a scope that its holder may have and has not yet. */
export function newScope(workflow: Workflow, path: Path): readonly Step[] | undefined {
  const holder = path.slice(0, -1)
  const exists =
    path.length === 1 ? path[0] === "failure" || path[0] === "always" : holds(workflow, holder, path.at(-1))
  return exists ? [] : undefined
}

function holds(workflow: Workflow, holder: Path, key: string | number | undefined): boolean {
  const outer = scopeAt(workflow, holder.slice(0, -1))
  const isScope = key === "enter" || key === "steps" || key === "exit" || key === "always"
  return isScope && outer?.[Number(holder.at(-1))] !== undefined
}
