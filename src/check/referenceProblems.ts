import { type Problem, withPlace } from "../model/problems.ts"
import { type Expression, parseExpression } from "../syntax/expression.ts"
import { referencesOf, type Span, unknownNames } from "../syntax/references.ts"
import type { SyntaxProblem } from "../syntax/syntaxProblems.ts"
import { parseTemplate } from "../syntax/template.ts"
import { createReferenceCheck } from "./referents.ts"
import type { Survey } from "./survey.ts"
import { type EvaluatedText, evaluatedTexts } from "./texts.ts"

/** What cannot be read in the texts of a workflow, and what they refer to that is not there. */
export function referenceProblems(survey: Survey): Problem[] {
  const mentions = createReferenceCheck(survey)
  const problems: Problem[] = []
  for (const text of evaluatedTexts(survey)) {
    const read = expressionsOf(text)
    if (!Array.isArray(read)) {
      problems.push(withSpan(fromSyntax(read), text, read.offset, read.length))
      continue
    }
    for (const { expression, offset } of read) {
      const shift = ({ start, end }: Span) => [offset + start, end - start] as const
      for (const name of unknownNames(expression)) {
        const made = mentions.ofName(text, name.name)
        if (made !== undefined) problems.push(withSpan(made, text, ...shift(name)))
      }
      for (const reference of referencesOf(expression)) {
        const made = mentions.ofReference(text, reference)
        if (made !== undefined) problems.push(withSpan(made, text, ...shift(reference)))
      }
    }
  }
  return problems
}

function expressionsOf({ text, form }: EvaluatedText) {
  if (form === "expression") {
    const parsed = parseExpression(text)
    return parsed.ok ? [{ expression: parsed.value, offset: 0 }] : parsed.error
  }
  const parsed = parseTemplate(text)
  if (!parsed.ok) return parsed.error
  const found: { expression: Expression; offset: number }[] = []
  for (const part of parsed.value) {
    if (part.type === "hole") found.push({ expression: part.expression, offset: part.start })
  }
  return found
}

function fromSyntax({ code, message }: SyntaxProblem): Problem {
  return { code, message, severity: "error", retryable: false }
}

/** Says where in its text the problem is: an offset for editors, a line and a column for people. */
function withSpan(
  made: Problem,
  { path, text, owner }: EvaluatedText,
  offset: number,
  length: number,
): Problem {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf("\n") + 1
  const line = before.split("\n").length
  const data = { offset, length, line, column: offset - lineStart + 1 }
  const step = owner === undefined ? {} : { step: owner.step.id }
  return { ...withPlace(made, { path, ...step }), data }
}
