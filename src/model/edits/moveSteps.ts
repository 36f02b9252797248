import type { Path } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { isListOrdered } from "../graph.ts"
import { eachStep, findStep, scopeAt } from "../places.ts"
import type { Problem } from "../problems.ts"
import type { Step, scopeKeys, Workflow } from "../workflow.ts"
import { inserted, setAt } from "./change.ts"
import { copySteps } from "./copySteps.ts"
import { editProblem } from "./editProblems.ts"
import { setLayout } from "./layout.ts"
import { writeImplied } from "./next.ts"
import { removeSteps } from "./removeSteps.ts"

/** How steps go through the wall of a container. */
export interface MoveOptions {
  readonly index?: number
  /** Leads the wires past the steps that leave; without it they are cut. */
  readonly heal?: boolean
  /** The name of a kind's first outlet, which healed wires follow. */
  readonly first?: (kind: string) => string
}

/**
 * Moves steps into a scope of a container. Wires among them go along, those that would cross the wall do not;
 * expressions that no longer see their step stay as they are, for the check to name.
 */
export function moveIntoContainer(
  workflow: Workflow,
  ids: Iterable<string>,
  container: string,
  options: MoveOptions & { readonly key?: (typeof scopeKeys)[number] } = {},
): Result<Workflow, Problem> {
  const moving = [...ids]
  const clip = copySteps(workflow, moving)
  const part: Workflow = { rivulet: 1, id: "part", steps: clip.steps }
  if (findStep(part, container) !== undefined) return err(editProblem("into_itself"))
  if (findStep(workflow, container) === undefined) return err(editProblem("no_such_step", { id: container }))
  return put(workflow, moving, options, left => {
    const place = findStep(left, container)
    return place === undefined ? undefined : [...place.path, options.key ?? "steps"]
  })
}

/** Moves steps out of the container in which they stand, to right behind it. */
export function moveOutOfContainer(
  workflow: Workflow,
  ids: Iterable<string>,
  options: Pick<MoveOptions, "heal" | "first"> = {},
): Result<Workflow, Problem> {
  const moving = [...ids]
  const [first = ""] = moving
  const place = findStep(workflow, first)
  if (place === undefined) return err(editProblem("no_such_step", { id: first }))
  if (place.scope.length === 1) return err(editProblem("no_such_scope"))
  const container = place.scope.slice(0, -1)
  return put(workflow, moving, { ...options, index: Number(container.at(-1)) + 1 }, () =>
    container.slice(0, -1),
  )
}

function put(
  workflow: Workflow,
  moving: readonly string[],
  options: MoveOptions,
  target: (left: Workflow) => Path | undefined,
): Result<Workflow, Problem> {
  const clip = copySteps(workflow, moving)
  const left = removeSteps(workflow, moving, { heal: options.heal ?? false, first: options.first })
  const path = target(left)
  const scope = path === undefined ? undefined : (scopeAt(left, path) ?? [])
  if (path === undefined || scope === undefined) return err(editProblem("no_such_scope"))
  const moved = setAt(left, path, joinScopes(scope, clip.steps, options.index))
  const inside = new Set(Array.from(eachStep(moved), ({ step }) => step.id))
  const layout = Object.fromEntries(Object.entries(clip.layout).filter(([id]) => inside.has(id)))
  return ok(setLayout(moved, layout))
}

/** Both lists as one scope, in which nothing is wired that was not. */
function joinScopes(
  scope: readonly Step[],
  steps: readonly Step[],
  index: number | undefined,
): readonly Step[] {
  return inserted(isListOrdered(steps) ? scope : writeImplied(scope), steps, index)
}
