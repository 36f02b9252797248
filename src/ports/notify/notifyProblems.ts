import { problemsOf } from "../../model/problems.ts"

/** What can go wrong with messages. */
export const notifyProblems = {
  webhook_no_address: {
    say: "The secret {secret} holds no address of a webhook. Copy the whole address into it, https:// before it.",
  },
  webhook_gone: {
    say: "{host} does not know the webhook in the secret {secret} (it answered {status}). Make a new one there.",
  },
  webhook_refused: {
    say: "{host} answered {status} and did not take the message: {why}. Look whether the address of the webhook still holds.",
  },
} as const

/** Makes a problem of messages. */
export const notifyProblem = problemsOf(notifyProblems)
