import { problemsOf } from "../../model/problems.ts"

/** What can go wrong in the kinds that steer a run. */
export const flowProblems = {
  nothing_to_wait_for: {
    say: "This step does not say what to wait for. Give it a duration, a date or the name of an event.",
  },
  date_not_understood: {
    say: "“{text}” is no date. Write it as 2026-03-01T09:00:00Z, or as 2026-03-01.",
  },
  duration_not_understood: { say: "“{text}” is no duration. Write it as 90s, 5m or 2h30m." },
  stopped: { say: "{message}" },
} as const

/** Makes the problems of the kinds that steer a run. */
export const flowProblem = problemsOf(flowProblems)
