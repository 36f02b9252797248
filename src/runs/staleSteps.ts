import { t } from "../language/t.ts"
import { sameJson } from "../lib/json.ts"
import { graphOf } from "../model/graph.ts"
import { type Step, scopeKeys, type Workflow } from "../model/workflow.ts"

/*
 * What a run gave is as good as the steps that made it. A step that was changed since is dirty, and so is all that
 * follows from it: what stands there is the answer to another question.
 */

/** Why what a run gave for a step no longer holds, by the step's id. */
export function staleSteps(then: Workflow, now: Workflow): ReadonlyMap<string, string> {
  const before = new Map<string, Step>()
  walk(then.steps, step => before.set(step.id, step))
  const stale = new Map<string, string>()
  markScope(now.steps, before, stale)
  return stale
}

function markScope(
  steps: readonly Step[],
  before: ReadonlyMap<string, Step>,
  stale: Map<string, string>,
): void {
  const names = new Map(steps.map(step => [step.id, step.name || step.id]))
  for (const step of steps) {
    const old = before.get(step.id)
    if (old !== undefined && !sameJson(meaning(old), meaning(step)))
      stale.set(step.id, t`Changed since this run`)
    for (const key of scopeKeys) markScope(step[key] ?? [], before, stale)
  }
  const wires = graphOf(steps).wires
  for (const id of names.keys()) {
    if (!stale.has(id) || stale.get(id) !== t`Changed since this run`) continue
    const following = [id]
    for (const from of following) {
      for (const wire of wires) {
        if (wire.from !== from || stale.has(wire.to) || following.includes(wire.to)) continue
        stale.set(wire.to, t`“${names.get(id) ?? id}”, which leads here, was changed since this run`)
        following.push(wire.to)
      }
    }
  }
}

/** What a step says that makes a difference to a run: not its name, its note or its place. */
function meaning({ name: _, note: __, ...step }: Step): unknown {
  return step
}

function walk(steps: readonly Step[], see: (step: Step) => void): void {
  for (const step of steps) {
    see(step)
    for (const key of scopeKeys) walk(step[key] ?? [], see)
  }
}
