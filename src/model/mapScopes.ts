import type { Path } from "../lib/json.ts"
import { rootScopeKeys, type Step, scopeKeys, type Workflow } from "./workflow.ts"

/** What a scope becomes; the same list where nothing in it changes. Inner scopes are handed over first. */
export type ScopeChange = (steps: readonly Step[], path: Path) => readonly Step[]

/** The workflow with every scope changed, from the inside out; what is equal stays the very same. */
export function mapScopes(workflow: Workflow, change: ScopeChange): Workflow {
  let result = workflow
  for (const key of rootScopeKeys) {
    const steps = workflow[key]
    if (steps === undefined) continue
    const changed = mapScope(steps, [key], change)
    if (changed !== steps) result = { ...result, [key]: changed }
  }
  return result
}

/** Recurses as deep as containers lie in each other, which the parser bounds. */
function mapScope(steps: readonly Step[], path: Path, change: ScopeChange): readonly Step[] {
  let result: Step[] | undefined
  for (const [index, step] of steps.entries()) {
    let mapped = step
    for (const key of scopeKeys) {
      const inner = step[key]
      if (inner === undefined) continue
      const changed = mapScope(inner, [...path, index, key], change)
      if (changed !== inner) mapped = { ...mapped, [key]: changed }
    }
    if (mapped === step) continue
    result ??= [...steps]
    result[index] = mapped
  }
  return change(result ?? steps, path)
}

/** The workflow with some steps changed. */
export function mapSteps(workflow: Workflow, change: (step: Step) => Step): Workflow {
  return mapScopes(workflow, steps => {
    const changed = steps.map(change)
    return changed.every((step, index) => step === steps[index]) ? steps : changed
  })
}
