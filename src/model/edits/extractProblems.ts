import { problemsOf } from "../problems.ts"

/** Why steps cannot become a workflow of their own. */
export const extractProblems = {
  nothing_selected: { say: "No step is selected. Select the steps that are to become a workflow." },
  several_scopes: {
    say: "“{id}” and “{other}” stand in different containers. Select steps of one container, or of none.",
  },
  workflow_id_not_good: {
    say: "“{id}” cannot be the id of the new workflow. Choose another, of letters, digits, - and _, that is not this workflow's own.",
  },
  several_entrances: {
    say: "“{id}” and “{other}” are begun by different wires, and the new workflow has one beginning. Make them begin by the same ones, or select steps with one beginning.",
  },
  wire_to_inlet: {
    say: "A wire leads to an inlet of “{id}”, and the new workflow has no inlets. Select the steps before it too, or leave it out.",
  },
  join_in_loop: {
    say: "“{id}” starts again with each wire, and a loop inside the selection leads to it. Leave it out of the selection.",
  },
  loop_across_border: {
    say: "The loop from “{from}” to “{to}” crosses the border of the selection. Select the whole loop, or none of it.",
  },
  way_comes_back: {
    say: "The way leaves the selection to “{id}” and comes back into it. Select that step too.",
  },
  exit_not_certain: {
    say: "Whether “{id}” runs is decided by a branch inside the selection, which cannot be seen from outside. Select what the branches lead to too, or leave the deciding step out.",
  },
  failures_differ: {
    say: "Not every step fails as “{id}” does, and from outside all failures of the new workflow are one. Wire the failures of all selected steps alike, or leave “{id}” out.",
  },
  arrivals_counted: {
    say: "“{id}” counts the wires that come from the selection, of which one is left. Select it too, or change its join.",
  },
  writes_variable: {
    say: "“{id}” writes the variable “{name}”, which belongs to this workflow's runs. Leave the step out, and pass the value by an output.",
  },
  reads_any_step: {
    say: "An expression reads steps without naming them: “{text}”. Name them, so that it can be said which are meant.",
  },
  reads_own_rounds: {
    say: "“{id}” reads “{name}”, which both a wire from outside and a loop inside the selection would give. Leave it out of the selection.",
  },
  reads_what_arrives: {
    say: "“{id}” reads “{name}”, of which the new workflow would change the meaning. Let it name the step that it means, as in steps.a.output.",
  },
  reads_after_failure: {
    say: "“{id}” reads “{name}” after a failure, when the new workflow has no output. Leave “{name}” out of the selection.",
  },
  start_changes: {
    say: "Without “{id}” the run would begin elsewhere than now. Draw a wire to or from the selection, or select other steps.",
  },
} as const

/** Makes the problem of a refused extraction. */
export const extractProblem = problemsOf(extractProblems)
