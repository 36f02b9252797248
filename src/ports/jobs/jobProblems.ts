import { problemsOf } from "../../model/problems.ts"

/** What can go wrong with work in a thread of its own, whatever the work. */
export const jobProblems = {
  job_stopped: { say: "The work was stopped before it was done. Nothing of it was kept." },
  job_crashed: {
    say: "The work broke off: {why}. Nothing of it was kept. Try it with less data.",
  },
} as const

/** Makes a problem of a job. */
export const jobProblem = problemsOf(jobProblems)
