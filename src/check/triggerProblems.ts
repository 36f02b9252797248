import { isMap, own, type Path } from "../lib/json.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import type { Trigger } from "../model/workflow.ts"
import { problem } from "./checkProblems.ts"
import { missingPlugin } from "./kindProblems.ts"
import { parameterProblems } from "./parameterProblems.ts"
import type { Survey } from "./survey.ts"

/** What is wrong with triggers: their types and parameters, where they lead, and the inputs that they give. */
export function triggerProblems(survey: Survey): Problem[] {
  return (survey.workflow.triggers ?? []).flatMap((trigger, index) => {
    if (trigger.type === "") return []
    const path = ["triggers", index]
    return [
      ...typeProblems(survey, trigger, path),
      ...targetProblems(survey, trigger, path),
      ...inputProblems(survey, trigger, path),
    ]
  })
}

function typeProblems({ workflow, catalogue, suggest }: Survey, trigger: Trigger, path: Path): Problem[] {
  const entry = own(catalogue.triggers, trigger.type)
  if (entry === undefined) {
    const at = { path: [...path, "type"] }
    const fix = suggest(trigger.type, Object.keys(catalogue.triggers), at.path)
    const missing = missingPlugin({ workflow }, trigger.type, Object.keys(catalogue.triggers), fix)
    return [withPlace(missing ?? problem("unknown_trigger", { type: trigger.type }), at, fix)]
  }
  const place = { path: [...path, "with"], missing: trigger.with === undefined ? path : [...path, "with"] }
  return parameterProblems(trigger.with ?? {}, { ...entry, name: entry.type }, place, suggest)
}

function targetProblems({ stepById, scopes, suggest }: Survey, { next }: Trigger, path: Path): Problem[] {
  const targets = next === undefined ? [] : typeof next === "string" ? [next] : next
  return targets.flatMap((id, index) => {
    const at = { path: typeof next === "string" ? [...path, "next"] : [...path, "next", index] }
    const target = stepById.get(id)
    if (target === undefined) {
      return [
        withPlace(problem("unknown_target", { id }), at, suggest(id, scopes[0]?.graph.ids ?? [], at.path)),
      ]
    }
    if (target.scope === scopes[0]) return []
    const { holder, key } = target.scope
    const where = holder === undefined ? `among the ${key} of the workflow` : `inside “${holder.step.id}”`
    return [withPlace(problem("wire_across_scopes", { id, where }), at)]
  })
}

/** Inputs that are mapped have to exist; those that are required have to be mapped, unless a person fills them in. */
function inputProblems({ workflow, catalogue, suggest }: Survey, trigger: Trigger, path: Path): Problem[] {
  const inputs = workflow.inputs ?? {}
  const given = Object.keys(trigger.inputs ?? {})
  const unknown = given
    .filter(name => !Object.hasOwn(inputs, name))
    .map(name =>
      withPlace(
        problem("unknown_input", { name }),
        { path: [...path, "inputs", name] },
        suggest(name, Object.keys(inputs)),
      ),
    )
  if (givesInputs(own(catalogue.triggers, trigger.type)?.output)) return unknown
  const missing = Object.keys(inputs).filter(name => {
    const spec = own(inputs, name)
    return spec?.required === true && spec.default === undefined && !given.includes(name)
  })
  const at = { path: trigger.inputs === undefined ? path : [...path, "inputs"] }
  return [
    ...unknown,
    ...missing.map(name => withPlace(problem("input_not_given", { trigger: trigger.id, name }), at)),
  ]
}

/** A type of which nobody says what it passes may pass anything; so does a run by hand, which passes the inputs. */
function givesInputs(output: unknown): boolean {
  return !isMap(output) || own(output, "additionalProperties") !== false
}
