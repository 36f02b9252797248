import { type Problem, problemsOf } from "../../model/problems.ts"
import type { CodeFault } from "./protocol.ts"

/** What can go wrong with expressions and code of a user's. */
const codeProblem = problemsOf({
  code_threw: { say: "{what} failed: {why}." },
  code_syntax: { say: "{what} cannot be read: {why}. Check brackets and quotes." },
  code_timeout: {
    say: "{what} took too long and was stopped ({why}). Make it do less, or raise its time limit.",
  },
  code_memory: { say: "{what} needed too much memory ({why}). Work on less at a time." },
  code_stack: { say: "{what} called itself too deeply ({why}). Use a loop instead." },
  code_result: {
    say: "{what} gave something that cannot be kept: {why}. Give plain data: text, numbers, lists and maps.",
  },
  code_too_large: { say: "{what} gave too much: {why}. Give less, or write it to a file." },
  code_never_settled: {
    say: "{what} never came to a result: {why}. Return a value, or a promise that settles.",
  },
  code_secret: {
    say: "{what} does more with a secret than put it into text, and was not evaluated. Secrets can be used, and not read.",
  },
  code_killed: { say: "{what} was stopped: {why}.", retryable: true },
})

const shownSource = 60

/** The fault as a problem of the expression or code. */
export function problemOfFault(fault: CodeFault, what: string): Problem {
  const problem = codeProblem(fault.code, { what, why: fault.message.replace(/[.\s]+$/, "") })
  return fault.name === undefined ? problem : { ...problem, data: { name: fault.name } }
}

/** The problem of an expression that looks into a secret. */
export function problemOfReadSecret(what: string): Problem {
  return codeProblem("code_secret", { what })
}

/** How an expression is called in a sentence. */
export function nameOfExpression(source: string): string {
  const shown = source.trim()
  return `{{ ${shown.length > shownSource ? `${shown.slice(0, shownSource)}…` : shown} }}`
}
