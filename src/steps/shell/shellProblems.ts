import { problemsOf } from "../../model/problems.ts"

/** What can go wrong in the shell. */
export const shellProblems = {
  shell_exit: {
    say: "The command ended with exit code {code}: {stderr}. See its output, or allow this code in okExitCodes.",
  },
} as const

/** Makes a problem of the shell. */
export const shellProblem = problemsOf(shellProblems)
