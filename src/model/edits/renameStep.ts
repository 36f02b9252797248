import { own } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { renameStep as renameInText } from "../../syntax/rewrite.ts"
import { isId } from "../ids.ts"
import { mapSteps } from "../mapScopes.ts"
import { stepIds } from "../places.ts"
import type { Problem } from "../problems.ts"
import { type IsRaw, mapTexts } from "../texts.ts"
import type { Workflow } from "../workflow.ts"
import { editProblem } from "./editProblems.ts"
import { targetOf, withWires, writtenWires } from "./next.ts"
import { targetsOfTrigger } from "./wires.ts"

/** Gives a step another id, and writes it wherever the old one stood: wires, triggers, layout, every expression. */
export function renameStep(
  workflow: Workflow,
  from: string,
  to: string,
  isRaw?: IsRaw,
): Result<Workflow, Problem> {
  if (from === to) return ok(workflow)
  const ids = stepIds(workflow)
  if (!ids.has(from)) return err(editProblem("no_such_step", { id: from }))
  if (!isId(to)) return err(editProblem("id_not_good", { id: to }))
  if (ids.has(to)) return err(editProblem("id_taken", { id: to }))
  return ok(renameAll(workflow, new Map([[from, to]]), isRaw))
}

/** The workflow with many ids changed at once; nobody asks whether they are free. */
export function renameAll(workflow: Workflow, names: ReadonlyMap<string, string>, isRaw?: IsRaw): Workflow {
  const rename = (id: string) => names.get(id) ?? id
  const inTexts = mapTexts(
    workflow,
    ({ text, form }) => {
      if (!text.includes("steps")) return text
      // Through names that nobody can have, lest a step that takes another's old name be renamed twice.
      let renamed = text
      const pairs = [...names].filter(([from]) => text.includes(from))
      for (const [index, [from]] of pairs.entries()) renamed = renameInText(renamed, from, `$${index}`, form)
      for (const [index, [, to]] of pairs.entries()) renamed = renameInText(renamed, `$${index}`, to, form)
      return renamed
    },
    isRaw,
  )
  const inSteps = mapSteps(inTexts, step => {
    const wired = withWires(
      step,
      writtenWires(step.next).map(written => {
        const target = targetOf(written.wire)
        if (!names.has(target)) return written
        const to = rename(target)
        return { ...written, wire: typeof written.wire === "string" ? to : { ...written.wire, to } }
      }),
    )
    return names.has(step.id) ? { ...wired, id: rename(step.id) } : wired
  })
  return renameOutside(inSteps, names)
}

function renameOutside(workflow: Workflow, names: ReadonlyMap<string, string>): Workflow {
  let result = workflow
  const rename = (id: string) => names.get(id) ?? id
  if (workflow.triggers?.some(({ next }) => targetsOfTrigger(next).some(id => names.has(id)))) {
    const triggers = workflow.triggers.map(trigger => {
      if (!targetsOfTrigger(trigger.next).some(id => names.has(id))) return trigger
      const next = typeof trigger.next === "string" ? rename(trigger.next) : trigger.next?.map(rename)
      return { ...trigger, ...(next === undefined ? {} : { next }) }
    })
    result = { ...result, triggers }
  }
  const { layout } = workflow
  if (layout !== undefined && [...names.keys()].some(id => own(layout, id) !== undefined)) {
    result = {
      ...result,
      layout: Object.fromEntries(Object.entries(layout).map(([id, position]) => [rename(id), position])),
    }
  }
  return result
}
