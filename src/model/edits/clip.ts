import type { Path } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { isListOrdered } from "../graph.ts"
import { freshIds } from "../ids.ts"
import { eachScope, eachStep, findStep, scopeAt, stepIds } from "../places.ts"
import type { Problem } from "../problems.ts"
import type { IsRaw } from "../texts.ts"
import type { Workflow } from "../workflow.ts"
import { newScope } from "./addStep.ts"
import { inserted, setAt } from "./change.ts"
import { type Clip, copySteps } from "./copySteps.ts"
import { editProblem } from "./editProblems.ts"
import { positionOf, setLayout, standingOf } from "./layout.ts"
import { shortWire, writeImplied } from "./next.ts"
import { renameAll } from "./renameStep.ts"
import { addWire } from "./wires.ts"

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
