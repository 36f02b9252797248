import { problemsOf } from "../../model/problems.ts"

/** Why a trigger starts no run. */
export const schedulerProblems = {
  trigger_no_input: {
    say: "The trigger {trigger} started nothing: the input {input} is required, and the trigger gives nothing for it. Map it in the trigger, or give the input a default.",
  },
  trigger_too_deep: {
    say: "The trigger {trigger} started nothing: {most} runs have already started one another in a row. Let the workflow say or write something else than what starts it.",
  },
  trigger_too_often: {
    say: "The trigger {trigger} started nothing: it has fired {most} times within a minute. Narrow what it hears, or gather before you start.",
  },
} as const

/** Makes a problem of a trigger. */
export const schedulerProblem = problemsOf(schedulerProblems)
