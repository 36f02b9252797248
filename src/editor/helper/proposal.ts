import { openFile } from "../../format/file.ts"
import { t } from "../../language/t.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { type Comparison, compareWorkflows } from "../../model/compare.ts"
import { holdersOf } from "../../model/places.ts"
import type { Problem } from "../../model/problems.ts"
import type { Workflow } from "../../model/workflow.ts"

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
  return ok({ workflow, text, comparison: withoutHeld(compareWorkflows(present, workflow), present) })
}

/** The parts of a comparison that can be accepted one by one: ids of steps, and the workflow's own fields. */
export function partsOf({ steps, fields, wires }: Comparison): string[] {
  const ids = new Set(steps.map(({ id }) => id))
  // A step whose wires alone differ is a part too.
  for (const { from } of wires) ids.add(from)
  return [...ids, ...(fields.length > 0 ? [ownFields] : [])]
}

/** The comparison without what goes with the container that holds it: that is one part, and no other is. */
function withoutHeld(comparison: Comparison, present: Workflow): Comparison {
  const removed = new Set(comparison.steps.filter(({ is }) => is === "removed").map(({ id }) => id))
  const held = new Set(
    [...removed].filter(id => holdersOf(present, id).some(({ id: of }) => removed.has(of))),
  )
  if (held.size === 0) return comparison
  return {
    ...comparison,
    steps: comparison.steps.filter(({ id }) => !held.has(id)),
    wires: comparison.wires.filter(({ from }) => !held.has(from)),
  }
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
