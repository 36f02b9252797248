import { isList, isMap, own, type Path } from "../lib/json.ts"
import { isTemplate } from "../syntax/template.ts"
import { mapScopes } from "./mapScopes.ts"
import type { Step, Workflow } from "./workflow.ts"

/*
 * Every text of a workflow that is evaluated, in one walk that finds them and can write others in their place.
 * Wherever braces stand a text is a template; the conditions of wires may also be written as bare expressions.
 */

/** A text that is evaluated, and where it stands. */
export interface WorkflowText {
  readonly text: string
  readonly form: "template" | "expression"
  readonly path: Path
  /** The step that it belongs to; undefined in a trigger, a setting or the workflow's output. */
  readonly step?: Step
}

/** Whether a kind takes a parameter as it stands, braces and all. */
export type IsRaw = (kind: string, field: string) => boolean

/** Every text that is evaluated. */
export function textsOf(workflow: Workflow, isRaw?: IsRaw): WorkflowText[] {
  return gathered(add => mapTexts(workflow, add, isRaw))
}

/** Every text of a step that is evaluated, but for those of the steps inside; paths begin in the step. */
export function textsOfStep(step: Step, isRaw: IsRaw): WorkflowText[] {
  return gathered(add => mapStep(step, [], add, isRaw))
}

/** Every text that is evaluated and stands in no step. */
export function textsAround(workflow: Workflow): WorkflowText[] {
  return gathered(add => mapAround(workflow, add))
}

function gathered(walk: (add: (text: WorkflowText) => string) => void): WorkflowText[] {
  const texts: WorkflowText[] = []
  walk(text => {
    texts.push(text)
    return text.text
  })
  return texts
}

/** The workflow with its texts replaced; all that holds no changed text stays the very same. */
export function mapTexts(
  workflow: Workflow,
  replace: (text: WorkflowText) => string,
  isRaw: IsRaw = () => false,
): Workflow {
  const inSteps = mapScopes(workflow, (steps, path) =>
    sameOr(
      steps,
      steps.map((step, index) => mapStep(step, [...path, index], replace, isRaw)),
    ),
  )
  return mapAround(inSteps, replace)
}

/** The workflow with those texts replaced that stand in no step. */
function mapAround(workflow: Workflow, replace: (text: WorkflowText) => string): Workflow {
  const templates = <T>(value: T, path: Path) => mapTemplates(value, path, text => replace(text))
  return mapKeys(workflow, (key, value) => {
    if (key === "settings" || key === "output") return templates(value, [key])
    if (key !== "triggers" || !isList(value)) return value
    return sameOr(
      value,
      value.map((trigger, index) => {
        if (!isMap(trigger)) return trigger
        return mapKeys(trigger, (field, given) =>
          field === "with" || field === "inputs" ? templates(given, [key, index, field]) : given,
        )
      }),
    )
  })
}

/** The keys of a step that are no text to evaluate, or hold steps. */
const notEvaluated = new Set(["id", "name", "kind", "note", "enter", "steps", "exit", "always"])

/** The fields of a wire whose text is an expression where it has no braces. */
const expressionFields = new Set<unknown>(["when", "match", "expression"])

function mapStep(step: Step, path: Path, replace: (text: WorkflowText) => string, isRaw: IsRaw): Step {
  const ours = (text: WorkflowText) => replace({ ...text, step })
  return mapKeys(step, (key, value) => {
    if (notEvaluated.has(key)) return value
    const here = [...path, key]
    if (key === "next") return mapLeaves(value, here, (text, at) => mapWireText(text, at, ours))
    if (key !== "with" || !isMap(value)) return mapTemplates(value, here, ours)
    return mapKeys(value, (field, given) =>
      isRaw(step.kind, field) ? given : mapTemplates(given, [...here, field], ours),
    )
  })
}

function mapWireText(text: string, path: Path, replace: (text: WorkflowText) => string): string {
  if (isTemplate(text)) return replace({ text, form: "template", path })
  const isExpression = expressionFields.has(path.at(-1)) && text !== "else"
  return isExpression ? replace({ text, form: "expression", path }) : text
}

function mapTemplates<T>(value: T, path: Path, replace: (text: WorkflowText) => string): T {
  return mapLeaves(value, path, (text, at) =>
    isTemplate(text) ? replace({ text, form: "template", path: at }) : text,
  )
}

/** The value with its texts replaced. What is parsed lies no deeper than a hundred levels. */
function mapLeaves<T>(value: T, path: Path, replace: (text: string, path: Path) => string): T {
  if (typeof value === "string") return replace(value, path) as T
  if (isList(value)) {
    return sameOr(
      value,
      value.map((item, index) => mapLeaves(item, [...path, index], replace)),
    ) as T
  }
  if (isMap(value)) return mapKeys(value, (key, item) => mapLeaves(item, [...path, key], replace)) as T
  return value
}

function mapKeys<T extends object>(map: T, change: (key: string, value: unknown) => unknown): T {
  const changes: [string, unknown][] = []
  for (const key of Object.keys(map)) {
    const value = own(map as { readonly [key: string]: unknown }, key)
    const changed = change(key, value)
    if (changed !== value) changes.push([key, changed])
  }
  return changes.length === 0 ? map : { ...map, ...Object.fromEntries(changes) }
}

function sameOr<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return after.every((item, index) => item === before[index]) ? before : after
}
