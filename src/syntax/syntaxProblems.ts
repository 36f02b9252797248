/** Why a template or an expression cannot be read, and where: plain data, offsets counted from the text's start. */
export interface SyntaxProblem {
  readonly code: SyntaxProblemCode
  readonly message: string
  readonly offset: number
  readonly length: number
}

const sentences = {
  empty_expression:
    "There is no expression here. Write one, such as steps.review.output, or remove the braces.",
  unclosed_hole:
    "The braces {{ that open here are never closed. Add }}, or write \\{{ for the braces themselves.",
  several_expressions:
    "One expression ends before this place and more follows. Write a single expression, without statements and without a semicolon.",
  bad_expression:
    "This is not a JavaScript expression: {reason}. Look for a slip at or just before this place.",
  hidden_character:
    "A character that cannot be seen and changes the direction of text stands here. Delete it and type the expression again.",
  expression_too_long: "This expression is longer than 32 KB. Move the work into a Code step.",
  expression_too_deep: "This expression is nested too deeply to be read. Move the work into a Code step.",
} as const

/** The stable codes of what can be wrong with a template or an expression. */
export type SyntaxProblemCode = keyof typeof sentences

const longestReason = 120

/** Makes one problem of the catalogue. */
export function syntaxProblem(
  code: SyntaxProblemCode,
  offset: number,
  length: number,
  reason = "",
): SyntaxProblem {
  const message = sentences[code].replace("{reason}", () => reason.slice(0, longestReason))
  return { code, message, offset, length }
}

/** The same problem, seen from a text in which its own text begins at the offset. */
export function shiftProblem(problem: SyntaxProblem, by: number): SyntaxProblem {
  return { ...problem, offset: problem.offset + by }
}
