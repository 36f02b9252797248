import { problemsOf } from "../../model/problems.ts"

/** What can go wrong when a run looks back on another. */
export const recordingProblem = problemsOf({
  not_recorded: {
    say: "The recording has no answer to {what}: it was asked something else then. Record it again, or let what is missing be asked live.",
  },
  answer_not_kept: {
    say: "The answer to {what} was too large to be recorded. Run it live, or let what is missing be asked live.",
  },
  port_absent: { say: "Nothing outside can be reached here, so {what} was not done" },
  apply_differs: {
    say: "This is not what was approved, so it was not done: {what}. Look at it, and say whether to do it.",
  },
  builds_on_left_out: {
    say: "{path} was left as it is: what was approved builds on another change of it that was not ticked, of a workflow that calls this one or that it calls. Tick both, or run the sandbox again.",
  },
  changed_underneath: {
    say: "{path} has changed since the sandbox run, so it was left as it is. Run the sandbox again to see what would happen now.",
  },
})
