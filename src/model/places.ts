import { at, isList, type Path } from "../lib/json.ts"
import type { Holds } from "./step.ts"
import { rootScopeKeys, type Step, scopeKeys, type Workflow } from "./workflow.ts"

/** A step, and where it stands. */
export interface StepPlace {
  readonly step: Step
  /** `["steps", 0, "steps", 2]` */
  readonly path: Path
  /** The path of the list that it stands in. */
  readonly scope: Path
  readonly index: number
}

/** A scope, and where it stands. */
export interface ScopePlace {
  readonly steps: readonly Step[]
  readonly path: Path
  /** The step that holds it; null for the scopes of the workflow itself. */
  readonly holder: Step | null
}

/** Every scope of the workflow, outer before inner, in file order. Depth is no matter: it does not recurse. */
export function* eachScope(workflow: Workflow): Generator<ScopePlace> {
  const waiting: ScopePlace[] = []
  for (const key of rootScopeKeys) {
    const steps = workflow[key]
    if (steps !== undefined) waiting.push({ steps, path: [key], holder: null })
  }
  waiting.reverse()
  for (let scope = waiting.pop(); scope !== undefined; scope = waiting.pop()) {
    yield scope
    const inner: ScopePlace[] = []
    for (const [index, step] of scope.steps.entries()) {
      for (const key of scopeKeys) {
        const steps = step[key]
        if (steps !== undefined) inner.push({ steps, path: [...scope.path, index, key], holder: step })
      }
    }
    waiting.push(...inner.reverse())
  }
}

/** Every step of the workflow, scope by scope. */
export function* eachStep(workflow: Workflow): Generator<StepPlace> {
  for (const scope of eachScope(workflow)) {
    for (const [index, step] of scope.steps.entries()) {
      yield { step, path: [...scope.path, index], scope: scope.path, index }
    }
  }
}

/** What people call each step, by its id. */
export function stepNames(workflow: Workflow): Map<string, string> {
  return new Map([...eachStep(workflow)].map(({ step }) => [step.id, step.name ?? step.id]))
}

/** The step with the id, and where it stands. */
export function findStep(workflow: Workflow, id: string): StepPlace | undefined {
  for (const place of eachStep(workflow)) if (place.step.id === id) return place
  return undefined
}

/** The steps around the step with the id, the outermost first. */
export function holdersOf(workflow: Workflow, id: string): Step[] {
  const path = findStep(workflow, id)?.path ?? []
  return path.flatMap((_, length) =>
    length > 0 && length % 2 === 0 ? [at(workflow, path.slice(0, length)) as Step] : [],
  )
}

/** Whether a step of a container's scope can begin although nothing came before: the container opens it first, and gives it nothing. */
export function beginsFreely(holds: Holds | undefined, scope: Path[number] | undefined): boolean {
  return scope === "steps" && (holds?.gives ?? []).length === 0
}

/** The steps of the scope at the path, such as `["steps", 2, "steps"]`; undefined where no scope stands. */
export function scopeAt(workflow: Workflow, path: Path): readonly Step[] | undefined {
  const isScope = path.length % 2 === 1 && path.every((key, index) => isScopeKey(key, index))
  const steps = isScope ? at(workflow, path) : undefined
  return isList(steps) ? (steps as readonly unknown[] as readonly Step[]) : undefined
}

function isScopeKey(key: string | number, index: number): boolean {
  if (index % 2 === 1) return typeof key === "number"
  const keys: readonly (string | number)[] = index === 0 ? rootScopeKeys : scopeKeys
  return keys.includes(key)
}

/** The ids of all steps. */
export function stepIds(workflow: Workflow): Set<string> {
  return new Set(Array.from(eachStep(workflow), place => place.step.id).filter(id => id !== ""))
}

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
