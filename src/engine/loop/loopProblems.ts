import { problemsOf } from "../../model/problems.ts"

/** Makes the problems that the loop finds while it performs effects. */
export const loopProblem = problemsOf({
  cyclic_output: {
    say: 'What the step gave contains itself at "{path}"; give plain data without a way back to its start',
  },
  not_plain_output: {
    say: 'What the step gave holds {what} at "{path}"; give plain data: text, numbers, true, false, null, lists and maps',
  },
  unreadable_output: {
    say: 'What the step gave cannot be read at "{path}": {why}; give plain data without getters that fail',
  },
  output_too_deep: {
    say: "What the step gave is nested more than {most} levels deep; give a flatter value",
  },
  output_too_big: {
    say: "What the step gave is larger than {most} MB; write it to a file and give the path",
  },
  not_an_outcome: {
    say: "The step ended with {what} in place of an outcome; this is a mistake in the kind {kind}",
  },
  unknown_outlet: { say: 'The step left by the outlet "{outlet}", which {kind} does not have' },
  step_threw: { say: "The step stopped with an error: {why}" },
  step_timed_out: {
    say: "The step took longer than its timeout of {limit}; raise the timeout, or give the step less to do",
    retryable: true,
  },
  bad_parameters: { say: 'The parameters of the step do not fit at "{path}": {why}' },
  stray_secret: {
    say: 'A secret stands at "{path}", where the step could show it; use it only in fields that take secrets',
  },
  each_not_a_list: { say: "“each” gave no list; let it name a list, so that the step can run once per item" },
  bad_wire_time: { say: 'A wire waits for "{text}", which is no duration and no time' },
  unknown_kind: { say: 'The kind "{kind}" is not known here; install what provides it, or change the step' },
  plugins_not_here: {
    say: "The run uses the plugin {plugin}, and this place has no plugins. Go on with it where they are",
  },
  missing_port: { say: 'The kind "{kind}" needs the port "{port}", which this place does not offer' },
  evaluation_failed: { say: "The expression could not be evaluated: {why}" },
  not_callable: {
    say: 'A step of the kind "{kind}" holds other steps and cannot be called; call a workflow that has it',
  },
  too_many_calls: {
    say: "The step called other steps more than {most} times; give it less to do at once",
  },
  call_stopped: { say: 'The call of "{kind}" was stopped together with the step that made it' },
  run_over: { say: 'The run "{run}" does not go on here any more' },
  not_waiting: { say: 'The step "{step}" does not wait for an answer' },
  no_grant_awaited: { say: 'Nothing in the run waits for "{pattern}" to be granted' },
  grant_refused: { say: 'The step needs "{pattern}", and a person refused it' },
  not_in_doubt: { say: 'The step "{step}" is not in doubt, so there is nothing to decide' },
  not_retrying: { say: 'The step "{step}" does not wait to be tried again' },
  run_not_found: { say: 'There is no run with the id "{run}"' },
  run_newer: {
    say: "A newer version of Rivulet began this run: get that version, and it goes on with it",
  },
  run_exists: { say: 'A run with the id "{run}" is already there' },
  not_the_owner: { say: "The run was taken over by another tab or program, which goes on with it" },
  journal_moved_on: {
    say: "The journal of the run holds more events than this place knows of; open the run again",
  },
  journal_failed: {
    say: "The run is held because its journal cannot be written: {why}; make room, then resume it",
    retryable: true,
  },
  loop_broke: {
    say: "The run is held because of a mistake in the engine: {why}; report it, then resume the run or cancel it",
  },
  workflow_not_found: { say: 'There is no workflow with the id "{workflow}" to run' },
  too_deep_runs: {
    say: "Workflows start one another more than {most} levels deep; break the circle, or flatten them",
  },
  cassette_missing: { say: "The recording of the run “{run}” is gone, so it cannot be looked back on" },
  run_failed: { say: 'The run of the workflow "{workflow}" failed: {why}' },
})
