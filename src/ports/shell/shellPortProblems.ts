import { problemsOf } from "../../model/problems.ts"

/** What can go wrong with the shell itself, whatever the command says. */
export const shellPortProblems = {
  shell_timed_out: {
    say: "The command did not end within {limit} and was stopped, with all that it had started. Make it do less, or allow more time.",
  },
  shell_stopped: { say: "The command was stopped, with all that it had started." },
  shell_not_started: {
    say: "The command could not be started: {why}. Look whether it is spelled right, and there.",
  },
} as const

/** Makes a problem of the shell itself. */
export const shellPortProblem = problemsOf(shellPortProblems)
