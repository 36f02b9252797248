import { type Json, own } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { renameInput as inputInText, renameVariable as variableInText } from "../../syntax/rewrite.ts"
import { isId } from "../ids.ts"
import type { Problem } from "../problems.ts"
import { type IsRaw, mapTexts } from "../texts.ts"
import type { InputSpec, Workflow } from "../workflow.ts"
import { setAt, without } from "./change.ts"
import { editProblem } from "./editProblems.ts"

/*
 * Inputs and variables: both are maps by name, and expressions name them. An edit that would take the place of
 * another one is refused.
 */

/** Adds an input. */
export function addInput(workflow: Workflow, name: string, input: InputSpec): Result<Workflow, Problem> {
  return refused(workflow, "inputs", name) ?? ok(setAt(workflow, ["inputs", name], input))
}

/** Changes an input to what is given. */
export function updateInput(workflow: Workflow, name: string, input: InputSpec): Workflow {
  return own(workflow.inputs, name) === undefined ? workflow : setAt(workflow, ["inputs", name], input)
}

/** Removes an input. Expressions that name it stay, for the check to find. */
export function removeInput(workflow: Workflow, name: string): Workflow {
  return removed(workflow, "inputs", name)
}

/** Gives an input another name, in every expression and in what triggers give it. */
export function renameInput(
  workflow: Workflow,
  from: string,
  to: string,
  isRaw?: IsRaw,
): Result<Workflow, Problem> {
  if (from === to || own(workflow.inputs, from) === undefined) return ok(workflow)
  const refusal = refused(workflow, "inputs", to)
  if (refusal !== undefined) return refusal
  const inTexts = mapTexts(workflow, ({ text, form }) => inputInText(text, from, to, form), isRaw)
  const triggers = inTexts.triggers?.map(trigger =>
    own(trigger.inputs, from) === undefined
      ? trigger
      : { ...trigger, inputs: renamedKey(trigger.inputs, from, to) },
  )
  const inputs = renamedKey(inTexts.inputs, from, to)
  return ok({ ...inTexts, inputs, ...(triggers === undefined ? {} : { triggers }) })
}

/** Adds a variable with the value that runs begin with. */
export function addVariable(workflow: Workflow, name: string, value: Json): Result<Workflow, Problem> {
  return refused(workflow, "variables", name) ?? ok(setAt(workflow, ["variables", name], value))
}

/** Changes the value that a variable begins with. */
export function updateVariable(workflow: Workflow, name: string, value: Json): Workflow {
  return own(workflow.variables, name) === undefined ? workflow : setAt(workflow, ["variables", name], value)
}

/** Removes a variable. Expressions that name it stay, for the check to find. */
export function removeVariable(workflow: Workflow, name: string): Workflow {
  return removed(workflow, "variables", name)
}

/** Gives a variable another name, in every expression. */
export function renameVariable(
  workflow: Workflow,
  from: string,
  to: string,
  isRaw?: IsRaw,
): Result<Workflow, Problem> {
  if (from === to || own(workflow.variables, from) === undefined) return ok(workflow)
  const refusal = refused(workflow, "variables", to)
  if (refusal !== undefined) return refusal
  const inTexts = mapTexts(workflow, ({ text, form }) => variableInText(text, from, to, form), isRaw)
  return ok({ ...inTexts, variables: renamedKey(inTexts.variables, from, to) })
}

function refused(workflow: Workflow, key: "inputs" | "variables", name: string) {
  if (!isId(name)) return err(editProblem("id_not_good", { id: name }))
  return own<unknown>(workflow[key], name) === undefined
    ? undefined
    : err(editProblem("id_taken", { id: name }))
}

function removed(workflow: Workflow, key: "inputs" | "variables", name: string): Workflow {
  const left = setAt(workflow, [key, name], undefined)
  return Object.keys(left[key] ?? {}).length === 0 && left !== workflow ? without(left, key) : left
}

function renamedKey<T>(map: { readonly [key: string]: T } | undefined, from: string, to: string) {
  return Object.fromEntries(Object.entries(map ?? {}).map(([key, value]) => [key === from ? to : key, value]))
}
