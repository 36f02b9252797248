import { type CompletionPlace, type Completions, createCompletion } from "../../check/completion.ts"
import { createExplain, type Explanation } from "../../check/explanation.ts"
import { incomingOf, sampleNames } from "../../check/sampleNames.ts"
import { surveyOf } from "../../check/survey.ts"
import type { Json, JsonMap } from "../../lib/json.ts"
import type { Catalogue } from "../../model/catalogue.ts"
import { powersOf } from "../../model/powers.ts"
import type { Workflow } from "../../model/workflow.ts"

/* What helps with expressions, worked out once for each workflow. Loaded when a field is first used. */

/** Helps with the expressions of one workflow. */
export interface ExpressionHelp {
  complete(place: CompletionPlace, text: string, offset: number): Completions | null
  /** What the word there means, in an expression or in the text of the file around it. */
  explain(place: CompletionPlace, text: string, offset: number): Explanation | null
  sample(step: string | null, value: Json): JsonMap
  incoming(step: string | null): { readonly step: string; readonly outlet: string } | undefined
}

const noSecrets: readonly string[] = []
const known = new WeakMap<Workflow, { readonly secrets: readonly string[]; readonly help: ExpressionHelp }>()

/** The help for a workflow. */
export function helpFor(
  workflow: Workflow,
  catalogue: Catalogue,
  secrets: readonly string[] = noSecrets,
): ExpressionHelp {
  const before = known.get(workflow)
  if (before?.secrets === secrets) return before.help
  const survey = surveyOf(workflow, catalogue)
  const mentioned = powersOf(workflow, catalogue).flatMap(({ grant }) =>
    grant.power === "secret" ? [grant.what] : [],
  )
  const complete = createCompletion(
    survey,
    [...new Set([...secrets, ...mentioned])].filter(name => name !== "*"),
  )
  const help: ExpressionHelp = {
    complete,
    explain: createExplain(survey, complete),
    sample: (step, value) => sampleNames(survey, step, value),
    incoming: step => incomingOf(survey, step),
  }
  known.set(workflow, { secrets, help })
  return help
}
