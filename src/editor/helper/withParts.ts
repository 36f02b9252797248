import { once } from "../../lib/once.ts"
import { keepWired, targetOf, withWires, writeImplied, writtenWires } from "../../model/edits/next.ts"
import { removeSteps } from "../../model/edits/removeSteps.ts"
import { addWire, targetsOfTrigger } from "../../model/edits/wires.ts"
import { isListOrdered } from "../../model/graph.ts"
import { mapScopes, mapSteps } from "../../model/mapScopes.ts"
import { eachScope, eachStep, holdersOf, stepIds } from "../../model/places.ts"
import { rootScopeKeys, type Step, scopeKeys, type Workflow } from "../../model/workflow.ts"
import { ownFields, type Proposal, partsOf } from "./proposal.ts"

/*
 * A proposal of which parts are refused: what was is kept where it stood, among what is new. A step stays in the
 * scope that it was in, also where the proposal takes it out of there, or puts a container around it that is refused.
 */

/** The present workflow with the accepted parts of the proposal. */
export function withParts(present: Workflow, proposal: Proposal, accepted: ReadonlySet<string>): Workflow {
  const { workflow, comparison } = proposal
  const isWhole = partsOf(comparison).every(part => accepted.has(part))
  const isRefused = (id: string) => !accepted.has(id)
  const refused = (is: "added" | "removed") =>
    comparison.steps.filter(step => step.is === is && isRefused(step.id)).map(({ id }) => id)
  const added = refused("added")
  const moved = movedBack(proposal, isRefused, new Set(added))
  const kept = new Set([...refused("removed"), ...moved])
  const was = formsOf(present, kept)
  const mixed = mapScopes(workflow, steps => {
    const forms = was.beside(steps)
    const own = forms.of(steps).map(step => {
      const before = forms.byId.get(step.id)
      return before !== undefined && isRefused(step.id) ? ownOf(before, step) : step
    })
    return wiredAgain(own, forms, kept)
  })
  const back = putBack(mixed, present, was, moved, kept)
  const { steps, failure, always, layout } = removeSteps(back, added, { heal: true })
  const own = isWhole || accepted.has(ownFields) ? workflow : withoutScopes(present)
  const scopes = { steps, ...(failure ? { failure } : {}), ...(always ? { always } : {}) }
  const isBack = (id: string) => kept.has(id) || holdersOf(present, id).some(holder => kept.has(holder.id))
  const stood = Object.entries(present.layout ?? {}).filter(([id]) => isBack(id))
  const places = { ...layout, ...Object.fromEntries(stood) }
  return withoutLostWires({ ...own, ...scopes, ...(layout || stood.length > 0 ? { layout: places } : {}) })
}

/** The steps that stay in the scope in which they were, although the proposal has them in another. */
function movedBack(
  { workflow, comparison }: Proposal,
  isRefused: (id: string) => boolean,
  added: ReadonlySet<string>,
): string[] {
  const isMoved = comparison.steps.filter(({ fields }) => fields.some(path => path.length === 0))
  return isMoved
    .map(({ id }) => id)
    .filter(id => isRefused(id) || holdersOf(workflow, id).some(holder => added.has(holder.id)))
}

/** The steps of a workflow in a form that can stand among those of another. */
interface Forms {
  readonly byId: ReadonlyMap<string, Step>
  /** The steps without those that are to stay: what led to them leads past. */
  readonly healed: () => ReadonlyMap<string, Step>
  /** The other steps in that form. */
  of(steps: readonly Step[]): readonly Step[]
}

/** The forms that steps can take beside others. */
interface AllForms {
  beside(steps: readonly Step[]): Forms
}

/** Steps run in list order where none names another: among steps that name some, each has to name its own. */
function formsOf(present: Workflow, kept: ReadonlySet<string>): AllForms {
  const byIdIn = (workflow: Workflow) => new Map([...eachStep(workflow)].map(({ step }) => [step.id, step]))
  const formOf = (workflow: Workflow, of: Forms["of"]): Forms => ({
    byId: byIdIn(workflow),
    healed: once(() => byIdIn(removeSteps(workflow, kept, { heal: true }))),
    of,
  })
  const isListed = new Set<string>()
  for (const { steps } of eachScope(present))
    if (isListOrdered(steps)) for (const { id } of steps) isListed.add(id)
  const listed = formOf(present, steps => steps)
  const wired = formOf(mapScopes(present, writeImplied), writeImplied)
  return {
    beside: steps =>
      isListOrdered(steps) && steps.every(({ id }) => isListed.has(id) || !listed.byId.has(id))
        ? listed
        : wired,
  }
}

/** A step that stays is led to as it was, and not past, whatever else is said of those that lead there. */
function wiredAgain(
  steps: readonly Step[],
  { byId, healed }: Forms,
  kept: ReadonlySet<string>,
): readonly Step[] {
  if (kept.size === 0) return steps
  const namesOf = (step: Step | undefined) =>
    new Set(writtenWires(step?.next).map(({ outlet, wire }) => JSON.stringify([outlet, targetOf(wire)])))
  return steps.map(step => {
    const before = byId.get(step.id)
    const wires = writtenWires(before?.next).filter(({ wire }) => kept.has(targetOf(wire)))
    if (wires.length === 0) return step
    const known = namesOf(before)
    const past = new Set([...namesOf(healed().get(step.id))].filter(name => !known.has(name)))
    const left = writtenWires(step.next).filter(
      ({ outlet, wire }) => !past.has(JSON.stringify([outlet, targetOf(wire)])),
    )
    const named = left.find(({ outlet }) => outlet !== null && outlet !== "failure")
    return wires.reduce(
      (wired, { outlet, wire }) => addWire(wired, outlet, wire, named?.outlet ?? "success"),
      withWires(step, left),
    )
  })
}

/** The step as it was, holding what the other holds. */
function ownOf(was: Step, now: Step): Step {
  const { steps: _, enter: __, exit: ___, always: ____, ...own } = was
  const { steps, enter, exit, always } = now
  return {
    ...own,
    ...(steps && { steps }),
    ...(enter && { enter }),
    ...(exit && { exit }),
    ...(always && { always }),
  }
}

/** The fields of the workflow itself. */
function withoutScopes({ steps: _, failure: __, always: ___, ...own }: Workflow): Omit<Workflow, "steps"> {
  return own
}

/** Puts the steps that stay back into the scopes that they stood in, behind the steps that they stood behind. */
function putBack(
  workflow: Workflow,
  present: Workflow,
  forms: AllForms,
  moved: readonly string[],
  kept: ReadonlySet<string>,
): Workflow {
  const now = new Map([...eachStep(workflow)].map(({ step }) => [step.id, step]))
  let result = removeSteps(workflow, moved, { heal: true })
  // Outer scopes come before inner ones, so that what is to hold a step is back before it.
  for (const { steps, holder, path } of eachScope(present)) {
    const here = stepIds(result)
    const isMissing = ({ id }: Step) => kept.has(id) && !here.has(id)
    if (!steps.some(isMissing)) continue
    const fill = (scope: readonly Step[] = []): readonly Step[] => {
      const { byId } = forms.beside(scope)
      const filled = [...scope]
      for (const [index, step] of steps.entries()) {
        if (!isMissing(step)) continue
        const at = filled.findIndex(({ id }) => id === steps[index - 1]?.id)
        filled.splice(at + 1, 0, now.get(step.id) ?? withoutOthers(byId.get(step.id) ?? step, here))
      }
      return filled
    }
    const key = path.at(-1)
    const root = rootScopeKeys.find(each => holder === null && each === key)
    const inner = scopeKeys.find(each => each === key)
    if (root !== undefined) result = { ...result, [root]: fill(result[root]) }
    else if (inner !== undefined)
      result = mapSteps(result, step =>
        step.id === holder?.id ? { ...step, [inner]: fill(step[inner]) } : step,
      )
  }
  return result
}

/** A step without those that it held and that stand elsewhere now. */
function withoutOthers(step: Step, elsewhere: ReadonlySet<string>): Step {
  const alone = removeSteps({ rivulet: 1, id: "alone", steps: [step] }, elsewhere, { heal: true })
  return alone.steps?.[0] ?? step
}

/** A wire leads to a step of its own scope, and a trigger to one of the root: those that lead nowhere go. */
function withoutLostWires(workflow: Workflow): Workflow {
  const led = mapScopes(workflow, steps => {
    const here = new Set(steps.map(({ id }) => id))
    const left = steps.map(step => {
      const wires = writtenWires(step.next)
      const known = wires.filter(({ wire }) => here.has(targetOf(wire)))
      return known.length === wires.length ? step : withWires(step, known)
    })
    return left.every((step, index) => step === steps[index]) ? steps : keepWired(steps, left)
  })
  const entries = new Set(led.steps?.map(({ id }) => id))
  const triggers = led.triggers?.map(trigger => {
    const targets = targetsOfTrigger(trigger.next)
    const [only, ...more] = targets.filter(id => entries.has(id))
    if (more.length + (only === undefined ? 0 : 1) === targets.length) return trigger
    const { next: _, ...rest } = trigger
    return only === undefined ? rest : { ...rest, next: more.length === 0 ? only : [only, ...more] }
  })
  return triggers === undefined ? led : { ...led, triggers }
}
