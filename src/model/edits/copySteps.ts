import { isListOrdered } from "../graph.ts"
import { eachScope } from "../places.ts"
import type { Step, WireSpec, Workflow } from "../workflow.ts"
import type { Positions } from "./layout.ts"
import { keepWired, targetOf, withWires, writeImplied, writtenWires } from "./next.ts"

/*
 * A clip is steps on their way to elsewhere, as plain data: it can be text on a clipboard. Wires among its steps
 * are in the steps; those that led to it from outside are kept beside, for whoever wants them again.
 */

/** Steps that were copied. */
export interface Clip {
  readonly steps: readonly Step[]
  readonly layout: Positions
  /** Wires from steps that were not copied. */
  readonly incoming: readonly {
    readonly from: string
    readonly outlet: string | null
    readonly spec: WireSpec
  }[]
}

/** Copies steps with all that they hold. A step inside another one that is copied comes with that. */
export function copySteps(workflow: Workflow, ids: Iterable<string>): Clip {
  const wanted = new Set(ids)
  const inside = new Set<string>()
  const steps: Step[] = []
  const incoming: Clip["incoming"][number][] = []
  for (const scope of eachScope(workflow)) {
    const isInside = scope.holder !== null && inside.has(scope.holder.id)
    const chosen = scope.steps.filter(step => isInside || wanted.has(step.id))
    for (const step of chosen) inside.add(step.id)
    if (isInside || chosen.length === 0) continue
    const here = new Set(chosen.map(step => step.id))
    const drawn = chosen.length > 1 || !isListOrdered(scope.steps) ? writeImplied(scope.steps) : scope.steps
    const copied: Step[] = []
    for (const step of drawn) {
      const wires = writtenWires(step.next)
      if (here.has(step.id)) {
        const inner = wires.filter(({ wire }) => here.has(targetOf(wire)))
        copied.push(withWires(step, inner))
        continue
      }
      for (const { outlet, wire } of wires) {
        const spec = typeof wire === "string" ? { to: wire } : wire
        if (here.has(spec.to)) incoming.push({ from: step.id, outlet, spec })
      }
    }
    const before = drawn.filter(step => here.has(step.id))
    steps.push(...keepWired(before, copied))
  }
  const layout = Object.entries(workflow.layout ?? {}).filter(([id]) => inside.has(id))
  return { steps, layout: Object.fromEntries(layout), incoming }
}
