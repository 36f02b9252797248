import { type ProblemEntry, problemsOf } from "../model/problems.ts"

/** What can go wrong with what a command is given, and with what it does before and around a run. */
export const cliProblems = {
  plugin_not_installed: { say: "No plugin “{name}” is installed in {folder}. See `rivulet plugins list`." },
  file_missing: { say: "There is no such file. Check its path." },
  file_is_folder: { say: "This is a folder. Name the files in it, such as {example}." },
  file_forbidden: { say: "This file may not be opened. Check its permissions." },
  file_too_large: { say: "This file is larger than 64 MB, which no workflow is. Check its path." },
  file_not_text: { say: "This file is not text in UTF-8. Check its path, or save it as UTF-8." },
  file_trouble: { say: "This file could not be read. Check the disk." },
  file_not_written: {
    say: "The file could not be written, and is as it was. Check its permissions and the disk.",
  },

  bad_json: { say: "This is not valid JSON: {why}. Mend it, or quote the whole value for the shell." },
  value_too_large: {
    say: "The value is larger than {most} MB. Put it into a file, and give the path of it.",
  },
  value_too_deep: { say: "The value is nested more than {most} levels deep. Give a flatter one." },
  number_not_kept: { say: "{number} cannot be kept exactly. Put it between quotes, or give a smaller one." },

  answer_no_map: { say: "A form is answered with a map of its fields, written as JSON." },
  answer_lacks_field: { say: "The form wants “{name}” filled in." },
  answer_unknown_field: { say: "The form has no field “{name}”. It has {known}." },
  input_file_no_map: {
    say: "The input file holds no map. Write one line for each input, such as `name: value`.",
  },
  input_without_value: { say: "The input “{name}” has no value. Write --input {name}=VALUE." },
  input_unreadable: { say: "The input “{name}” cannot be read. {why}" },
  input_unknown: { say: "The workflow has no input “{name}”. It has {known}." },
  input_unknown_but_near: { say: "The workflow has no input “{name}”. Did you mean “{meant}”?" },
  inputs_none: {
    say: "The workflow has no input “{name}”, nor any other. Leave it out, or add it to the file.",
  },
  input_missing: { say: "The input “{name}” is required ({what}). Give it with --input {name}=VALUE." },
  input_wrong_type: { say: "The input “{name}” has to be of type {wanted}, and “{got}” is not." },
  input_no_choice: { say: "The input “{name}” has to be one of {choices}, and “{got}” is not." },
  input_too_small: { say: "The input “{name}” has to be {limit} at least." },
  input_too_large: { say: "The input “{name}” has to be {limit} at most." },
  input_too_short: { say: "The input “{name}” needs {limit} {things} at least." },
  input_too_long: { say: "The input “{name}” may have {limit} {things} at most." },
  input_lacks_field: { say: "The input “{name}” lacks “{field}”. Add it." },
  input_unknown_field: { say: "The input has no part “{name}”. Leave it out." },
  input_not_of_form: { say: "The input “{name}” does not have the form {pattern}." },

  option_unreadable: { say: "--{option} {text} cannot be read. {why}" },
  answer_malformed: {
    say: "--answer {text} cannot be read. Write STEP=OUTLET, or STEP=OUTLET:JSON to give a value with it.",
  },
  answer_for_no_step: { say: "--answer names “{step}”, and no step is called so.{meant}" },
  stand_in_for_no_step: { say: "--{option} names “{step}”, and no step is called so.{meant}" },
  answer_refused: { say: "The answer {outlet} for “{step}” was not taken. {why}" },
  workspace_missing: {
    say: "The workspace {folder} is no folder. Make it, or name another with --workspace.",
  },
  data_trouble: { say: "The data folder {folder} cannot be used: {why}. Name another with --data." },
  grants_missing: {
    say: "The run may not begin: it asks for more than was granted. Allow it with {options}, or all of it with --grant-all.",
  },

  toward_two_steps: { say: "Name one step, with --up-to or with --step." },
  toward_no_step: { say: "The workflow has no step “{step}”.{meant}" },
  toward_at_end: {
    say: "“{step}” is done when a run ends. Run the workflow, or that step alone: --step {step}.",
  },
  toward_inside: {
    say: "“{step}” is inside of a container, which has to be begun first. Run up to it: --up-to {step}.",
  },
  run_unnamed: { say: "Name the run. `rivulet runs list` shows them." },
  run_unknown: { say: "There is no run {run} in {folder}.{meant}" },
  run_ended: { say: "The run {run} has ended already ({status}). Start it anew, or fork it." },
  run_not_ended: { say: "The run {run} has not ended. Cancel it first, or resume it." },
  run_not_failed: {
    say: "The run {run} ended well, so there is nothing to retry. Fork it to change something.",
  },
  run_elsewhere: {
    say: "The run {run} goes on elsewhere: {owner} has it. Watch it there, or stop it with `rivulet runs cancel {run}`.",
  },
  run_no_sandbox: {
    say: "The run {run} was no sandbox run, so there is nothing to apply. Try the workflow with `rivulet run FILE --sandbox`.",
  },
  apply_no_entry: { say: "--only {text} names nothing: the run would do the things numbered 1 to {most}." },
  tests_unreadable: { say: "The tests in {file} cannot be read: {why}" },
  tests_none: {
    say: "There are no tests in {file}. Keep a run as one with `rivulet runs keep RUN --in {workflow}`.",
  },
  keep_where: {
    say: "Say which workflow's file the test belongs beside: `rivulet runs keep {run} --in FILE`.",
  },
  run_of_parent: {
    say: "The run {run} was started by the run {parent}. Resume that one: it takes this one along.",
  },
  run_workflow_gone: {
    say: "The workflow that the run {run} is pinned to is not in {folder} any more. It cannot go on.",
  },
  run_damaged: { say: "The journal of the run {run} cannot be read: {why}" },
  fork_unknown_step: { say: "The run has no completed step “{step}” whose value could be changed.{meant}" },
  fork_changes_nothing: {
    say: "Say what is to be different: --set STEP=JSON or --input NAME=VALUE; or where to go: --from, --up-to, --step or --iteration.",
  },
  fork_two_ways: {
    say: "Say one thing: values with --set and --input, or --from, --up-to, --step or --iteration.",
  },
  fork_no_such_place: { say: "The run has no “{place}”.{meant}" },
  fork_step_not_reached: {
    say: "The run has not come to “{step}”, so there is nothing to begin from. Run up to it: --up-to {step}.",
  },
} as const satisfies Record<string, ProblemEntry>

/** Makes a problem of a command. */
export const problem = problemsOf(cliProblems)
