import { problemsOf } from "./problems.ts"

/** What can be wrong with a document before anyone asks what its steps are. */
export const documentProblems = {
  not_a_workflow: {
    say: "This is {actual}, not a workflow. A workflow is a map that says “rivulet: 1”, “id” and “steps”.",
  },
  newer_version: {
    say: "This file was made by a newer Rivulet (format {version}, and this one knows {known}). It is shown as far as it is understood and cannot be changed here: update Rivulet to edit it.",
  },
  missing_field: { say: "“{field}” is missing from {owner}. Add it." },
  unknown_key: {
    say: "“{key}” is not a field of {owner}, so it is ignored. Correct its spelling, or remove it.",
  },
  forbidden_key: { say: "“{key}” cannot be a key in a workflow, so it is ignored. Choose another name." },
  wrong_type: { say: "“{field}” must be {expected}, but is {actual}." },
  out_of_range: { say: "“{field}” must be {expected}, but is {actual}." },
  not_one_of: { say: "“{field}” must be {expected}, but is {actual}." },
  not_plain_data: {
    say: "“{field}” is {actual}, which a workflow cannot hold. Use text, numbers, true, false, lists and maps.",
  },
  too_deep: {
    say: "“{field}” is nested more than {limit} levels deep, so it is ignored. Move what is inside to a workflow of its own.",
  },
  too_large: {
    say: "The workflow holds more than {limit} values, and is read no further than here. Move data into files.",
  },
  bad_duration: {
    say: "“{actual}” is not a duration. Write one like 250ms, 90s, 5m, 2h30m or 1d: whole numbers, the largest unit first.",
  },
  bad_id: {
    say: "“{actual}” cannot be an id. Begin with a small letter, go on with small letters, digits and _, 64 at most.",
  },
  bad_workflow_id: {
    say: "“{actual}” cannot be the id of a workflow. It stands in addresses: use letters, digits, - and _, 64 at most, and begin with a letter or digit.",
  },
  bad_outlet_name: {
    say: "“{actual}” cannot be the name of an outlet. Begin with a small letter, go on with letters, digits and _, 64 at most.",
  },
  name_too_long: { say: "“{field}” is longer than 200 characters. Shorten it, and say the rest in a note." },
  control_character: {
    say: "“{field}” holds a line break or a control character. Write it on one line, in characters that can be seen.",
  },
  duplicate_id: {
    say: "The id “{id}” is used before. Give this {what} an id of its own.",
  },
} as const

/** Makes a problem of a document. */
export const documentProblem = problemsOf(documentProblems)
