import type { Path } from "../lib/json.ts"
import { rootScopeKeys, type Step, scopeKeys, type Workflow } from "./workflow.ts"

/** A step that is another one than stood in its place before. */
export interface ChangedStep {
  readonly was: Step
  readonly is: Step
  readonly path: Path
}

/**
 * The steps that an edit put in the place of others, holders before what they hold; null where a step has come or gone.
 * What is the very same is not looked into: among thousands of steps this takes as long as what has changed is large.
 */
export function changedSteps(before: Workflow, after: Workflow): readonly ChangedStep[] | null {
  const changed: ChangedStep[] = []
  const isInPlace = rootScopeKeys.every(key => addChanged(before[key], after[key], [key], changed))
  return isInPlace ? changed : null
}

/** Adds what has changed in a scope; false where a step has come or gone. */
function addChanged(
  before: readonly Step[] | undefined,
  after: readonly Step[] | undefined,
  path: Path,
  changed: ChangedStep[],
): boolean {
  if (before === after) return true
  if (before === undefined || before.length !== after?.length) return false
  return after.every((is, index) => {
    const was = before[index]
    if (was === is) return true
    if (was === undefined) return false
    const place = [...path, index]
    changed.push({ was, is, path: place })
    return scopeKeys.every(key => addChanged(was[key], is[key], [...place, key], changed))
  })
}
