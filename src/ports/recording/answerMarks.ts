import type { JsonMap } from "../../lib/json.ts"
import type { Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"

/** What is to be known of an answer besides itself, when it is recorded. */
export interface AnswerMark {
  /** It was not done: what was asked, and one line for people. */
  readonly held?: { readonly with: JsonMap; readonly say: string }
  /** It was made up in place of a real one. */
  readonly simulated?: true
}

const markOf = new WeakMap<object, AnswerMark>()

/** Marks the answer, for whoever records it; the step sees nothing of that. */
export function marked<T>(answer: Result<T, Problem>, mark: AnswerMark): Result<T, Problem> {
  markOf.set(answer, mark)
  return answer
}

/** What is to be known of the answer besides itself. */
export function markOn(answer: unknown): AnswerMark {
  return (typeof answer === "object" && answer !== null ? markOf.get(answer) : undefined) ?? {}
}
