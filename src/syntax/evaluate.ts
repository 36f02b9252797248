import type { Path } from "../lib/json.ts"
import { ok, type Result } from "../lib/result.ts"
import type { Expression } from "./expression.ts"
import type { Evaluation } from "./native.ts"
import { isSecret, joinText, type TextPiece } from "./secrets.ts"
import { soleHole, type Template } from "./template.ts"

/*
 * How the values of its holes become the value of a template. A hole alone gives its value with its type. Within
 * text, text stands as it is, null and undefined as nothing, and everything else as JSON: `Tags: {{ tags }}` reads
 * `Tags: ["a","b"]`, and `{{ 1 + 1 }} left` reads `2 left`. A secret within text gives a `SecretText`.
 */

/** The value of a template whose holes have these values, in order. */
export function composeTemplate(template: Template, values: readonly unknown[]): unknown {
  if (soleHole(template)) return values[0]
  let hole = 0
  return joinText(template.map(part => (part.type === "text" ? part.text : asText(values[hole++]))))
}

/** Evaluates a template with whatever evaluates its expressions; the first problem ends it. */
export function evaluateTemplate<Problem>(
  template: Template,
  evaluate: (expression: Expression) => Result<Evaluation, Problem>,
): Result<Evaluation, Problem> {
  const values: unknown[] = []
  const reads: Path[] = []
  const unrun: string[] = []
  for (const part of template) {
    if (part.type === "text") continue
    const evaluated = evaluate(part.expression)
    if (!evaluated.ok) return evaluated
    values.push(evaluated.value.value)
    reads.push(...evaluated.value.reads)
    for (const step of evaluated.value.unrun) if (!unrun.includes(step)) unrun.push(step)
  }
  return ok({ value: composeTemplate(template, values), reads, unrun })
}

function asText(value: unknown): TextPiece {
  if (typeof value === "string" || isSecret(value)) return value
  return value === null || value === undefined ? "" : (JSON.stringify(value) ?? "")
}
