import { problemsOf } from "../model/problems.ts"

/** The problems of showing and starting runs. */
export const runsProblem = problemsOf({
  run_unreadable: {
    say: "What this run was started with is not stored any more, so it cannot be shown. Start the workflow again.",
  },
  input_missing: { say: "Fill this in" },
  input_not_number: { say: "Enter a number" },
  input_not_whole: { say: "Enter a whole number" },
  input_not_json: { say: "Enter a value as JSON, such as [1, 2]" },
  input_too_small: { say: "Enter at least {least}" },
  input_too_large: { say: "Enter at most {most}" },
  input_too_short: { say: "Enter at least {least} characters" },
  input_too_long: { say: "Enter at most {most} characters" },
})
