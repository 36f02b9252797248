import { type ProblemEntry, problemsOf } from "../model/problems.ts"

/** What checking a workflow can find, by code. */
export const checkProblems = {
  // Kinds and their parameters
  unknown_kind: { say: "No step is of the kind “{kind}”. Choose one from the library." },
  newer_kind: {
    say: "This step was written for version {version} of {kind}, but this is version {known}. Update Rivulet.",
  },
  unknown_trigger: { say: "No trigger is of the type “{type}”. Choose one from the library." },
  unknown_parameter: { say: "{kind} has no parameter “{name}”. Remove it, or correct its name." },
  missing_parameter: { say: "{kind} needs the parameter “{name}”. Give it a value." },
  wrong_type: { say: "“{name}” has to be {wanted}, but this is {got}. Change the value." },
  not_a_choice: { say: "“{name}” cannot be {got}. It has to be one of {choices}." },
  too_small: { say: "“{name}” has to be {limit} or more. Raise it." },
  too_large: { say: "“{name}” has to be {limit} or less. Lower it." },
  too_short: { say: "“{name}” is too short: it needs at least {limit} {things}." },
  too_long: { say: "“{name}” is too long: it may have at most {limit} {things}." },
  wrong_form: {
    say: "“{name}” does not have the form that {kind} expects. Compare it with the examples of the step.",
  },
  scope_not_held: {
    say: "{kind} holds no steps under “{scope}”. Move them out, or choose a kind that holds steps.",
  },
  nothing_inside: { say: "{kind} has no steps inside, so it does nothing. Add one.", severity: "warning" },

  blank_name: { say: "Nothing of this name can be seen. Give one that can be read, or remove it." },

  // Steps and wires
  unknown_target: { say: "There is no step “{id}” for this wire to lead to. Wire it to a step that exists." },
  wire_across_scopes: {
    say: "A wire cannot lead from one scope into another, and “{id}” is {where}. Wire the containers instead.",
  },
  unknown_outlet: { say: "{kind} has no outlet “{outlet}”. It has {outlets}." },
  unknown_inlet: { say: "“{id}” has no inlet {inlet}. It has {inlets}." },
  else_alone: {
    say: "“else” is taken when no other wire of its outlet is, and there is no other with a condition. Remove it, or add one.",
  },
  join_too_many: {
    say: "This step waits for {count} wires, and {wires} lead to it, so it would never run. Lower the number or add wires.",
  },
  wire_needs_state: {
    say: "Only a step that rests can have “{word}” on its wires, and {kind} does not. Use a state.",
  },
  unreachable_step: {
    say: "No way leads from the start to this step, so it never runs. Wire it up, or remove it.",
    severity: "warning",
  },
  lonely_step: {
    say: "No wire leads to or from this step, so it never runs. Wire it up, or remove it.",
    severity: "warning",
  },
  unbounded_cycle: {
    say: "Nothing ends this cycle but the default limit of 100 visits. Let one of its steps lead out of it, or set “visits”.",
    severity: "warning",
  },
  disabled_in_the_way: {
    say: "“{id}” is disabled and hands on what it was given, so that is what is read here. Enable it, or read from another step.",
    severity: "warning",
  },

  // Expressions and what they refer to
  unknown_step: { say: "There is no step “{id}”. Refer to a step that exists." },
  inside_container: {
    say: "“{id}” is inside {container}, which cannot be looked into from here. Refer to the output of {container}.",
  },
  never_before: {
    say: "“{id}” cannot have run before this, since {reason}. Refer to a step that leads here.",
  },
  unknown_input: { say: "This workflow has no input “{name}”. Declare it, or refer to one that exists." },
  unknown_variable: {
    say: "This workflow has no variable “{name}”. Declare it, or refer to one that exists.",
  },
  unknown_trigger_field: {
    say: "No trigger of this workflow gives “{name}”. Refer to a field that one gives, or to an input.",
  },
  unknown_name: {
    say: "“{name}” means nothing in an expression. Refer to steps, inputs, vars, trigger or incoming.",
  },
  not_given_here: { say: "“{name}” exists only {where}. Move this step there, or refer to something else." },
  outlet_not_there: { say: "“{id}” has no outlet “{outlet}”. It has {outlets}." },
  field_not_there: {
    say: "The output of “{id}” has no field “{field}”. It has {fields}.",
    severity: "warning",
  },
  plain_secret: {
    say: "This looks like {what}. Keep it in the vault and refer to it as a secret, so that it is not shared with the file.",
    severity: "warning",
  },

  // Times
  bad_cron: {
    say: "“{text}” is no schedule: {reason}. Write minute, hour, day, month and weekday, such as 0 9 * * 1-5.",
  },
  bad_duration: { say: "“{text}” is no duration. Write one such as 90s, 5m or 2h30m." },
  long_duration: { say: "“{text}” is longer than ten years. Write a shorter duration." },
  bad_timezone: { say: "“{text}” is no time zone. Write one such as Europe/Berlin or UTC." },
  bad_time: {
    say: "“{text}” is neither a date nor a schedule. Write a date such as 2030-01-31T09:00 or a schedule such as 0 9 * * 1-5.",
  },

  // The workflow as a whole
  runs_itself: {
    say: "This workflow starts itself here, which is seldom meant. Name another workflow.",
    severity: "warning",
  },
  input_not_given: {
    say: "The trigger “{trigger}” does not give the input “{name}”, which is required. Map it under “inputs”, or give it a default.",
  },
  wrong_default: {
    say: "The default of “{name}” has to be {wanted}, but this is {got}. Change the one or the other.",
  },
  default_unlike: {
    say: "Where this step fails it gives {got} for “{name}”, which otherwise is {wanted}. Change what it gives then.",
    severity: "warning",
  },
  nothing_kept: {
    say: "With “{name}” at 0 no run is kept, so there is no history. Raise it.",
    severity: "warning",
  },
  nothing_may_be_spent: {
    say: "A budget of 0 pauses the run before its first {what}. Raise it, or remove it.",
    severity: "warning",
  },
} as const satisfies Record<string, ProblemEntry>

/** Makes a problem of a workflow. */
export const problem = problemsOf(checkProblems)
