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
  ai_no_vectors: { say: "{provider} makes no vectors here. Choose another provider for this step." },
  ai_bad_tool: { say: "{tool} is no tool for an agent: {why}. Name kinds of steps, such as file.read." },
  ai_price_unknown: {
    say: "The price of {model} is not known, so a limit of money cannot be kept. Set its price on the Keys page, or leave the limit out.",
  },
  ai_skills_large: {
    say: "With {path}, profile and skills are longer than {most} letters. Leave some out, or shorten them.",
  },
  ai_bad_form: { say: "The form of the answer cannot be read: {why}. Write types such as string or number." },
} as const

/** Makes a problem of an AI step. */
export const aiProblem = problemsOf(aiProblems)
