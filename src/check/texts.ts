import { own, type Path } from "../lib/json.ts"
import { isSole, isTemplate, parseTemplate } from "../syntax/template.ts"
import { leavesOf } from "./leaves.ts"
import type { TextShape } from "./schemaBreaches.ts"
import type { Survey, SurveyedStep } from "./survey.ts"

/*
 * Every text of a workflow that is evaluated, with what decides what it may refer to: which step it belongs to,
 * and when it is evaluated.
 *
 *     before   a step's parameters: what ran before the step
 *     after    its wires: the step's own output as well
 *     inside   a container's output, and parameters such as `until`: the steps that it holds as well
 *     outside  a trigger or a setting: no steps at all
 */

/** When a text is evaluated. */
export type Moment = "before" | "after" | "inside" | "outside"

/** A text that is evaluated. */
export interface EvaluatedText {
  readonly path: Path
  readonly text: string
  readonly form: "template" | "expression"
  /** The step that it belongs to; undefined for texts of the workflow itself. */
  readonly owner: SurveyedStep | undefined
  readonly moment: Moment
  /** The id of the trigger that it belongs to. */
  readonly trigger?: string
}

/** What a text is to its reader; one that cannot be read is reported as such, and as nothing else. */
export function shapeOf(text: string): TextShape {
  if (!isTemplate(text)) return "plain"
  const parsed = parseTemplate(text)
  if (!parsed.ok || isSole(parsed.value)) return "value"
  return parsed.value.some(part => part.type === "hole") ? "text" : "plain"
}

/** The keys of a step that are no text to evaluate, or hold steps or wires of their own. */
const notEvaluated = new Set([
  "id",
  "name",
  "kind",
  "note",
  "next",
  "with",
  "enter",
  "steps",
  "exit",
  "always",
])

/** Every text that is evaluated, in file order of steps. */
export function* evaluatedTexts(survey: Survey): Generator<EvaluatedText> {
  const { workflow } = survey
  for (const [index, trigger] of (workflow.triggers ?? []).entries()) {
    const path = ["triggers", index, "inputs"]
    for (const found of templatesIn(trigger.inputs, path)) {
      yield { ...found, owner: undefined, moment: "outside", trigger: trigger.id }
    }
  }
  for (const surveyed of survey.steps) yield* textsOfStep(surveyed)
  for (const found of templatesIn(workflow.settings, ["settings"])) {
    yield { ...found, owner: undefined, moment: "outside" }
  }
  for (const found of templatesIn(workflow.output, ["output"])) {
    yield { ...found, owner: undefined, moment: "inside" }
  }
}

function* textsOfStep(owner: SurveyedStep): Generator<EvaluatedText> {
  const { step, path, entry } = owner
  for (const key of Object.keys(step)) {
    if (notEvaluated.has(key)) continue
    const moment = key === "output" ? "inside" : "before"
    const value = own(step as { readonly [key: string]: unknown }, key)
    for (const found of templatesIn(value, [...path, key])) yield { ...found, owner, moment }
  }
  for (const field of Object.keys(step.with ?? {})) {
    const hint = own(entry?.hints, field)
    if (hint?.raw) continue
    const moment = hint?.inside ? "inside" : "before"
    for (const found of templatesIn(own(step.with, field), [...path, "with", field])) {
      yield { ...found, owner, moment }
    }
  }
  for (const found of textsOfNext(step.next, [...path, "next"])) {
    yield { ...found, owner, moment: "after" }
  }
}

/** The fields of a wire whose text is a bare expression, braces or not. */
const expressionFields = new Set(["when", "match", "expression"])

function* textsOfNext(next: unknown, path: Path): Generator<Found> {
  if (typeof next === "string" || next === undefined) return
  for (const { value, path: here } of leavesOf(next, path)) {
    const field = String(here.at(-1))
    if (field === "when" && value === "else") continue
    if (isTemplate(value)) yield { text: value, path: here, form: "template" }
    else if (expressionFields.has(field)) yield { text: value, path: here, form: "expression" }
  }
}

interface Found {
  readonly text: string
  readonly path: Path
  readonly form: "template" | "expression"
}

function* templatesIn(value: unknown, path: Path): Generator<Found> {
  for (const leaf of leavesOf(value, path)) {
    if (isTemplate(leaf.value)) yield { text: leaf.value, path: leaf.path, form: "template" }
  }
}
