import { openFile } from "../../format/file.ts"
import { t } from "../../language/t.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { type Comparison, compareWorkflows } from "../../model/compare.ts"
import { targetOf, withWires, writeImplied, writtenWires } from "../../model/edits/next.ts"
import { removeSteps } from "../../model/edits/removeSteps.ts"
import { addWire } from "../../model/edits/wires.ts"
import { isListOrdered } from "../../model/graph.ts"
import { mapScopes } from "../../model/mapScopes.ts"
import { eachScope, eachStep } from "../../model/places.ts"
import type { Problem } from "../../model/problems.ts"
import type { Step, Workflow } from "../../model/workflow.ts"

/*
 * An answer of a model is a proposal: read as a file, checked as one, and compared with what is there. It changes
 * nothing before a person accepts it, whole or in parts; a part is a step that is added, changed or removed, or the
 * fields of the workflow itself.
 */

/** A workflow that a model proposes. */
export interface Proposal {
  readonly workflow: Workflow
  readonly text: string
  readonly comparison: Comparison
}

/** The part that stands for the fields of the workflow itself. */
export const ownFields = ""

/** Finds what is wrong with a workflow. */
export type CheckFile = (workflow: Workflow) => readonly Problem[]

/** Reads an answer as a proposal for the present workflow, or says what is wrong with it. */
export function readProposal(
  answer: string,
  present: Workflow,
  check: CheckFile | null,
): Result<Proposal, readonly string[]> {
  const text = fileIn(answer)
  if (text === null) return err([t`There is no YAML in the answer.`])
  const file = openFile(text)
  const wrong = [...file.problems, ...(check?.(file.workflow) ?? [])].filter(
    ({ severity }) => severity === "error",
  )
  if (wrong.length > 0) return err([...new Set(wrong.map(sayProblem))].slice(0, 12))
  // The open workflow stays the one that it is.
  const workflow = {
    ...file.workflow,
    id: present.id,
    ...(present.layout && !file.workflow.layout ? { layout: present.layout } : {}),
  }
  return ok({ workflow, text, comparison: compareWorkflows(present, workflow) })
}

/** The parts of a comparison that can be accepted one by one: ids of steps, and the workflow's own fields. */
export function partsOf({ steps, fields, wires }: Comparison): string[] {
  const ids = new Set(steps.map(({ id }) => id))
  // A step whose wires alone differ is a part too.
  for (const { from } of wires) ids.add(from)
  return [...ids, ...(fields.length > 0 ? [ownFields] : [])]
}

/** The present workflow with the accepted parts of the proposal. */
export function withParts(
  present: Workflow,
  { workflow, comparison }: Proposal,
  accepted: ReadonlySet<string>,
): Workflow {
  const isWhole = partsOf(comparison).every(part => accepted.has(part))
  const isRefused = (id: string) => !accepted.has(id)
  const kept = comparison.steps.filter(({ id, is }) => is === "removed" && isRefused(id)).map(({ id }) => id)
  const was = formsOf(present)
  const mixed = mapScopes(workflow, steps => {
    const forms = was.beside(steps)
    return forms.of(steps).map(step => {
      const own = forms.byId.get(step.id)
      return own !== undefined && isRefused(step.id) ? ownOf(own, step) : step
    })
  })
  const root = was.beside(workflow.steps ?? [])
  const back = putBack(wiredAgain(mixed, root, new Set(kept)), root.workflow, new Set(kept))
  const added = comparison.steps.filter(({ id, is }) => is === "added" && isRefused(id)).map(({ id }) => id)
  const { steps, failure, always, layout } = removeSteps(back, added, { heal: true })
  const own = isWhole || accepted.has(ownFields) ? workflow : withoutScopes(present)
  const scopes = { steps, ...(failure ? { failure } : {}), ...(always ? { always } : {}) }
  const stood = Object.entries(present.layout ?? {}).filter(([id]) => kept.includes(id))
  const places = { ...layout, ...Object.fromEntries(stood) }
  return withoutLostWires({ ...own, ...scopes, ...(layout || stood.length > 0 ? { layout: places } : {}) })
}

/** The steps of a workflow in a form that can stand among those of another. */
interface Forms {
  readonly workflow: Workflow
  readonly byId: ReadonlyMap<string, Step>
  /** The other steps in that form. */
  of(steps: readonly Step[]): readonly Step[]
}

/** Steps run in list order where none names another: among steps that name some, each has to name its own. */
function formsOf(present: Workflow): { beside(steps: readonly Step[]): Forms } {
  const byIdIn = (workflow: Workflow) => new Map([...eachStep(workflow)].map(({ step }) => [step.id, step]))
  const isListed = new Set<string>()
  for (const { steps } of eachScope(present))
    if (isListOrdered(steps)) for (const { id } of steps) isListed.add(id)
  const listed: Forms = { workflow: present, byId: byIdIn(present), of: steps => steps }
  const drawn = mapScopes(present, writeImplied)
  const wired: Forms = { workflow: drawn, byId: byIdIn(drawn), of: writeImplied }
  return {
    beside: steps =>
      isListOrdered(steps) && steps.every(({ id }) => isListed.has(id) || !listed.byId.has(id))
        ? listed
        : wired,
  }
}

/** A step that stays is led to as it was, and not past, whatever else is said of those that lead there. */
function wiredAgain(workflow: Workflow, { workflow: was, byId }: Forms, kept: ReadonlySet<string>): Workflow {
  if (kept.size === 0) return workflow
  const healed = new Map(
    [...eachStep(removeSteps(was, kept, { heal: true }))].map(({ step }) => [step.id, step]),
  )
  const namesOf = (step: Step | undefined) =>
    new Set(writtenWires(step?.next).map(({ outlet, wire }) => JSON.stringify([outlet, targetOf(wire)])))
  const again = (step: Step): Step => {
    const before = byId.get(step.id)
    const wires = writtenWires(before?.next).filter(({ wire }) => kept.has(targetOf(wire)))
    if (wires.length === 0) return step
    const known = namesOf(before)
    const past = new Set([...namesOf(healed.get(step.id))].filter(name => !known.has(name)))
    const left = writtenWires(step.next).filter(
      ({ outlet, wire }) => !past.has(JSON.stringify([outlet, targetOf(wire)])),
    )
    const named = left.find(({ outlet }) => outlet !== null && outlet !== "failure")
    return wires.reduce(
      (wired, { outlet, wire }) => addWire(wired, outlet, wire, named?.outlet ?? "success"),
      withWires(step, left),
    )
  }
  return mapScopes(workflow, steps => steps.map(again))
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

/** Puts removed steps of the root back behind the steps that they stood behind. */
function putBack(workflow: Workflow, present: Workflow, ids: ReadonlySet<string>): Workflow {
  const steps = [...(workflow.steps ?? [])]
  for (const [index, step] of (present.steps ?? []).entries()) {
    if (!ids.has(step.id)) continue
    const before = present.steps?.[index - 1]?.id
    const at = steps.findIndex(({ id }) => id === before)
    steps.splice(at + 1, 0, step)
  }
  return { ...workflow, steps }
}

/** A wire to a step that is nowhere leads nowhere: it goes. */
function withoutLostWires(workflow: Workflow): Workflow {
  const ids = new Set([...eachStep(workflow)].map(({ step }) => step.id))
  const lost = new Set<string>()
  for (const { step } of eachStep(workflow))
    for (const target of targetsOf(step.next)) if (!ids.has(target)) lost.add(target)
  if (lost.size === 0) return workflow
  const ghosts = [...lost].map(id => ({ id, kind: "gone" }))
  return removeSteps({ ...workflow, steps: [...(workflow.steps ?? []), ...ghosts] }, lost)
}

function targetsOf(next: unknown): string[] {
  if (typeof next === "string") return [next]
  if (Array.isArray(next)) return next.flatMap(targetsOf)
  if (typeof next !== "object" || next === null) return []
  if ("to" in next && typeof next.to === "string") return [next.to]
  return Object.values(next).flatMap(targetsOf)
}

function fileIn(answer: string): string | null {
  const fenced = /```(?:ya?ml)?\s*\n([\s\S]*?)\n?```/.exec(answer)?.[1]
  if (fenced !== undefined) return fenced
  return /^\s*(?:rivulet|id|steps):/m.test(answer) ? answer : null
}

function sayProblem({ message, at }: Problem): string {
  const place = at?.path?.join(".") ?? ""
  return place === "" ? message : `${place}: ${message}`
}
