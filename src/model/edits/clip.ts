import type { Path } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { isListOrdered } from "../graph.ts"
import { freshIds } from "../ids.ts"
import { eachScope, eachStep, findStep, scopeAt, stepIds } from "../places.ts"
import type { Problem } from "../problems.ts"
import type { IsRaw } from "../texts.ts"
import type { Step, WireSpec, Workflow } from "../workflow.ts"
import { newScope } from "./addStep.ts"
import { inserted, setAt } from "./change.ts"
import { editProblem } from "./editProblems.ts"
import { type Positions, positionOf, setLayout, standingOf } from "./layout.ts"
import { keepWired, shortWire, targetOf, withWires, writeImplied, writtenWires } from "./next.ts"
import { renameAll } from "./renameStep.ts"
import { addWire } from "./wires.ts"

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

/** Where a clip is put, and how. */
export interface PasteOptions {
  readonly scope: Path
  readonly index?: number
  /** How far from where they stood, in canvas units. */
  readonly offset?: readonly [number, number]
  /** Draws the wires again that led to the copied steps from steps which stand in this scope. */
  readonly incoming?: boolean
  readonly isRaw?: IsRaw
}

/** What came of a paste: the workflow, and the new id of every step of the clip. */
export interface Pasted {
  readonly workflow: Workflow
  readonly ids: ReadonlyMap<string, string>
}

/** Pastes a clip with ids that are free; what its steps say of each other is said with the new ones. */
export function pasteSteps(workflow: Workflow, clip: Clip, options: PasteOptions): Result<Pasted, Problem> {
  const scope = scopeAt(workflow, options.scope) ?? newScope(workflow, options.scope)
  if (scope === undefined) return err(editProblem("no_such_scope"))
  const fresh = freshIds(stepIds(workflow))
  const part: Workflow = { rivulet: 1, id: "clip", steps: clip.steps, layout: clip.layout }
  const ids = new Map(Array.from(eachStep(part), ({ step }) => [step.id, fresh(step.id)]))
  const changed = new Map([...ids].filter(([from, to]) => from !== to))
  const copy = renameAll(part, changed, options.isRaw)
  const incoming = options.incoming
    ? clip.incoming.filter(wire => scope.some(step => step.id === wire.from))
    : []
  const isWired = !isListOrdered(clip.steps) || incoming.length > 0
  const ground = isWired ? writeImplied(scope) : scope
  const led = ground.map(step => {
    const wires = incoming.filter(wire => wire.from === step.id)
    return wires.reduce((wired, { outlet, spec }) => {
      const to = ids.get(spec.to) ?? spec.to
      return addWire(wired, outlet, shortWire({ ...spec, to }), outlet ?? "success")
    }, step)
  })
  const pasted = setAt(workflow, options.scope, inserted(led, copy.steps, options.index))
  const [dx, dy] = options.offset ?? [0, 0]
  const places = Object.entries(copy.layout ?? {}).map(([id, position]) => {
    const { at, ...standing } = standingOf(position)
    return [id, positionOf({ ...standing, at: at === null ? null : [at[0] + dx, at[1] + dy], locked: false })]
  })
  return ok({ workflow: setLayout(pasted, Object.fromEntries(places)), ids })
}

/** Copies steps to right behind themselves, each within its scope. */
export function duplicateSteps(
  workflow: Workflow,
  ids: Iterable<string>,
  options: Pick<PasteOptions, "offset" | "incoming" | "isRaw"> = {},
): Pasted {
  let result: Pasted = { workflow, ids: new Map() }
  const wanted = new Set(ids)
  const held = new Set<string>()
  for (const scope of [...eachScope(workflow)]) {
    const isHeld = scope.holder !== null && held.has(scope.holder.id)
    const chosen = scope.steps.filter(step => isHeld || wanted.has(step.id)).map(step => step.id)
    for (const id of chosen) held.add(id)
    const last = chosen.at(-1)
    if (isHeld || last === undefined) continue
    const place = findStep(result.workflow, last)
    if (place === undefined) continue
    const where = { scope: place.scope, index: place.index + 1, offset: [40, 40] as const, ...options }
    const pasted = pasteSteps(result.workflow, copySteps(workflow, chosen), where)
    if (pasted.ok) {
      result = { workflow: pasted.value.workflow, ids: new Map([...result.ids, ...pasted.value.ids]) }
    }
  }
  return result
}
