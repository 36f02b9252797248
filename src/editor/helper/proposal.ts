import { openFile } from "../../format/file.ts"
import { t } from "../../language/t.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { type Comparison, compareWorkflows } from "../../model/compare.ts"
import { targetOf, writtenWires } from "../../model/edits/next.ts"
import { removeSteps } from "../../model/edits/removeSteps.ts"
import { addWire } from "../../model/edits/wires.ts"
import { mapScopes } from "../../model/mapScopes.ts"
import { eachStep } from "../../model/places.ts"
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
  const parts = partsOf(comparison)
  if (parts.every(part => accepted.has(part))) return workflow
  const before = new Map([...eachStep(present)].map(({ step }) => [step.id, step]))
  const isRefused = (id: string) => !accepted.has(id)
  const mixed = mapScopes(workflow, steps =>
    steps.map(step => {
      const was = before.get(step.id)
      return was !== undefined && isRefused(step.id) ? ownOf(was, step) : step
    }),
  )
  const kept = comparison.steps.filter(({ id, is }) => is === "removed" && isRefused(id)).map(({ id }) => id)
  const back = putBack(wiredAgain(mixed, before, new Set(kept)), present, new Set(kept))
  const added = comparison.steps.filter(({ id, is }) => is === "added" && isRefused(id)).map(({ id }) => id)
  const { steps, failure, always, layout } = removeSteps(back, added, { heal: true })
  const own = accepted.has(ownFields) ? workflow : present
  const scopes = { steps, ...(failure ? { failure } : {}), ...(always ? { always } : {}) }
  const stood = Object.entries(present.layout ?? {}).filter(([id]) => kept.includes(id))
  const places = { ...layout, ...Object.fromEntries(stood) }
  return withoutLostWires({ ...own, ...scopes, ...(layout || stood.length > 0 ? { layout: places } : {}) })
}

/** A step that stays is led to as it was, whatever else is said of those that lead there. */
function wiredAgain(
  workflow: Workflow,
  before: ReadonlyMap<string, Step>,
  kept: ReadonlySet<string>,
): Workflow {
  if (kept.size === 0) return workflow
  const again = (step: Step): Step => {
    const named = writtenWires(step.next).find(({ outlet }) => outlet !== null && outlet !== "failure")
    return writtenWires(before.get(step.id)?.next)
      .filter(({ wire }) => kept.has(targetOf(wire)))
      .reduce((wired, { outlet, wire }) => addWire(wired, outlet, wire, named?.outlet ?? "success"), step)
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
