import type { Fix, Problem } from "../model/problems.ts"
import { globals, roots } from "../syntax/names.ts"
import type { Reference } from "../syntax/references.ts"
import { renameInput, renameStep, renameVariable } from "../syntax/rewrite.ts"
import { problem } from "./checkProblems.ts"
import { givenNames } from "./givenNames.ts"
import { outputFields, triggerFields } from "./knownFields.ts"
import { createSight } from "./sight.ts"
import { outletsOf, type Survey, type SurveyedStep } from "./survey.ts"
import type { EvaluatedText } from "./texts.ts"

/** Says what is wrong with what one text mentions. */
export interface ReferenceCheck {
  /** A reference to data of the run. */
  ofReference(text: EvaluatedText, reference: Reference): Problem | undefined
  /** A name that stands for no such data. */
  ofName(text: EvaluatedText, name: string): Problem | undefined
}

/** Makes the check of references for one workflow. */
export function createReferenceCheck(survey: Survey): ReferenceCheck {
  const { workflow, stepById, suggest } = survey
  const sight = createSight()
  const inputs = new Set(Object.keys(workflow.inputs ?? {}))
  const variables = new Set(Object.keys(workflow.variables ?? {}))
  const fieldsOfTrigger = triggerFields(survey)
  const given = givenNames(survey)

  return { ofReference, ofName }

  function ofName(text: EvaluatedText, name: string): Problem | undefined {
    if (given.isSometimes(name)) return ofGiven(text, name)
    return withFix(problem("unknown_name", { name }), suggest(name, [...roots, ...globals]))
  }

  function ofGiven(text: EvaluatedText, name: string): Problem | undefined {
    if (given.isHere(name, text)) return undefined
    return problem("not_given_here", { name, where: given.where(name) })
  }

  function ofReference(text: EvaluatedText, reference: Reference): Problem | undefined {
    const { root, path } = reference
    const [name] = path
    if (given.isSometimes(root)) return ofGiven(text, root)
    if (typeof name !== "string") return undefined
    if (root === "steps") return ofStep(text, reference, name)
    if (root === "inputs" && !inputs.has(name)) {
      return meaning(problem("unknown_input", { name }), text, name, inputs, renameInput)
    }
    if (root === "vars" && !variables.has(name)) {
      return meaning(problem("unknown_variable", { name }), text, name, variables, renameVariable)
    }
    const fields = root === "trigger" ? fieldsOfTrigger(text.trigger) : null
    if (fields === null || fields.has(name)) return undefined
    return withFix(problem("unknown_trigger_field", { name }), suggest(name, fields))
  }

  function ofStep(text: EvaluatedText, reference: Reference, id: string): Problem | undefined {
    const target = stepById.get(id)
    if (target === undefined) {
      return meaning(problem("unknown_step", { id }), text, id, stepById.keys(), renameStep)
    }
    const seen = sight(text, target)
    if ("inside" in seen) return problem("inside_container", { id, container: `“${seen.inside.step.id}”` })
    if ("reason" in seen) return problem("never_before", { id, reason: seen.reason })
    if (target.step.disabled === true && text.owner?.step.disabled !== true) {
      return problem("disabled_in_the_way", { id })
    }
    return ofPart(target, reference)
  }

  /** `steps.a.outlets.kept` and `steps.a.output.field`, as far as the kind says what they hold. */
  function ofPart(target: SurveyedStep, { path }: Reference): Problem | undefined {
    const [, part, name] = path
    if (typeof name !== "string") return undefined
    const { id } = target.step
    if (part === "outlets") {
      const outlets = outletsOf(target)
      if (outlets === null || outlets.includes(name)) return undefined
      const fill = { id, outlet: name, outlets: outlets.join(", ") }
      return withFix(problem("outlet_not_there", fill), suggest(name, outlets))
    }
    const fields = part === "output" ? outputFields(target) : null
    if (fields === null || fields.has(name)) return undefined
    const fill = { id, field: name, fields: [...fields].join(", ") || "none" }
    return withFix(problem("field_not_there", fill), suggest(name, fields))
  }

  /** Names are put right wherever the text mentions them. */
  function meaning(
    made: Problem,
    { text, path, form }: EvaluatedText,
    name: string,
    candidates: Iterable<string>,
    rename: typeof renameStep,
  ): Problem {
    return withFix(
      made,
      suggest(name, candidates, path, meant => rename(text, name, meant, form)),
    )
  }
}

function withFix(made: Problem, fix: Fix | undefined): Problem {
  return fix === undefined ? made : { ...made, fix }
}
