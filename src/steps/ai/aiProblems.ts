import { problemsOf } from "../../model/problems.ts"

/** What can go wrong with the answer of a model, besides what the provider itself says. */
export const aiProblems = {
  ai_empty: { say: "{provider} answered nothing. Try again, or say more in the prompt.", retryable: true },
  ai_cut: {
    say: "The answer of {provider} was cut at its longest length. Raise maxTokens, or ask for less.",
  },
  ai_refused: {
    say: "{provider} refused to answer. Change the prompt; its words stand in the problem's data.",
  },
  ai_bad_answer: {
    say: "The answer of {provider} does not have the form asked for, after {times} repairs: {why}. See its text, or ask more simply.",
  },
  ai_bad_form: { say: "The form of the answer cannot be read: {why}. Write types such as string or number." },
} as const

/** Makes a problem of an AI step. */
export const aiProblem = problemsOf(aiProblems)
