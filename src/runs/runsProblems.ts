import { problemsOf } from "../model/problems.ts"

/** The problems of showing and starting runs. */
export const runsProblem = problemsOf({
  run_unreadable: {
    say: "What this run was started with is not stored any more, so it cannot be shown. Start the workflow again.",
  },
  run_newer: {
    say: "A newer version of Rivulet began this run. What this one understands of it is shown; reload the page to get the newer one.",
  },
  shared_unreadable: {
    say: "This is no run that was shared, or it was damaged on the way. Ask for it again.",
  },
  shared_newer: { say: "This run was shared by a newer version of Rivulet. Reload the page to get it." },
  shared_too_large: { say: "This file is too large to be opened here. Ask for one without values." },
  shared_read_only: { say: "This run was shared with you: it can be looked through, and not be changed." },
  events_unreadable: {
    say: "The journal of this run is damaged or gone, so it cannot be handed on. What can be read of it is shown here.",
  },
  tests_unreadable: {
    say: "This is no file of tests, or a newer version of Rivulet wrote it. Export the tests again.",
  },
  test_name_taken: { say: "There is a test of this name. Choose another." },
  input_missing: { say: "Fill this in" },
  input_not_number: { say: "Enter a number" },
  input_not_whole: { say: "Enter a whole number" },
  input_not_json: { say: "Enter a value as JSON, such as [1, 2]" },
  inputs_not_map: { say: "Enter the inputs as a map in JSON: names, and what each stands for" },
  pin_not_map: { say: "Enter a map in JSON: outlets, and what leaves by each" },
  outlet_unknown: { say: "The step has no outlet “{outlet}”. It leaves by: {known}" },
  input_too_small: { say: "Enter at least {least}" },
  input_too_large: { say: "Enter at most {most}" },
  input_too_short: { say: "Enter at least {least} characters" },
  input_too_long: { say: "Enter at most {most} characters" },
})
