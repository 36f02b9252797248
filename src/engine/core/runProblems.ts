import { problemsOf } from "../../model/problems.ts"

/** What can go wrong in the course of a run, whatever its steps do. */
export const runProblems = {
  visit_limit: {
    say: "“{step}” was entered {most} times. If that is meant, allow more with “visits”; if not, look at what leads back to it.",
  },
  timed_out: {
    say: "“{step}” waited for {limit} and nobody answered. Give it more time, or wire its failure.",
  },
  run_timed_out: { say: "The run worked for longer than its limit of {limit}." },
  said_failed: { say: "A person looked into “{step}” and said that it failed." },
  cancelled: { say: "The run was cancelled." },
  blocked: { say: "A wire from “{step}” was not taken: {say}" },
} as const

/** Makes the problems of a run. */
export const runProblem = problemsOf(runProblems)
