/**
 * Why an expression gave no value, as plain data. The code says what JavaScript would have thrown, so that both
 * lanes give the same; `not_native` is no failure of the expression: the other lane has to evaluate it.
 */
export interface EvaluationProblem {
  readonly code: EvaluationProblemCode
  readonly message: string
}

/** The stable codes of what can go wrong while an expression is evaluated. */
export type EvaluationProblemCode =
  | "type_error"
  | "range_error"
  | "reference_error"
  | "syntax_error"
  | "bad_argument"
  | "not_native"

/** Carries a problem out of an evaluation; never leaves `evaluateNative`. */
export class Stop {
  readonly problem: EvaluationProblem
  constructor(code: EvaluationProblemCode, message: string) {
    this.problem = { code, message }
  }
}

/** Ends the evaluation because JavaScript's own answer may be another one, or because it would take too much. */
export function notNative(reason: string): never {
  throw new Stop("not_native", `This expression needs the sandbox: ${reason}.`)
}

/** Ends the evaluation as JavaScript's TypeError does. */
export function typeError(message: string): never {
  throw new Stop("type_error", `${message}. Use ?. where a value may be missing.`)
}
