import { type ProblemEntry, problemsOf } from "../model/problems.ts"

/** The sentences of everything that can be wrong with the text of a file, before its steps are looked at. */
export const fileProblems = {
  too_big: { say: "The file has {size} characters; {limit} are allowed. Split it into several workflows." },
  empty_file: { say: "There is no workflow in this file. Begin with “rivulet: 1”, an “id:” and “steps:”." },
  not_a_map: { say: "A workflow is a map of keys such as “id:” and “steps:”, but this file holds {found}." },
  is_html: { say: "This is HTML, not a workflow. Open the address of the YAML file itself." },
  not_yaml: { say: "This is not valid YAML: {reason}." },
  tab_indent: { say: "The line is indented with a tab. YAML wants spaces: replace the tab." },
  control_character_in_file: {
    say: "The file holds the control character {code}. Remove it, or write it as an escape between double quotes.",
  },
  alias: {
    say: "`{name}` is an anchor or alias; the format has none. Write the value out where it is used.",
  },
  merge_key: { say: "Merge keys (`<<`) are no part of the format. Write the keys out." },
  tag: { say: "`{name}` is a tag; the format has none. Remove it, and quote the value if it is text." },
  directive: { say: "`{name}` is a directive; the format has none. Remove the line." },
  many_documents: { say: "The file holds several documents. Keep one workflow in each file." },
  duplicate_key: { say: "The key `{key}` stands twice in one map. Keep one of the two." },
  unsafe_key: { say: "`{key}` may not be a key. Give it another name." },
  complex_key: { say: "A key must be plain text on one line. Write it as `name: value`." },
  too_deep: {
    say: "The file is nested more than {limit} levels deep. Flatten it, or move a part to a workflow of its own.",
  },
  unsafe_integer: { say: "The whole number {text} is too large to be kept exactly. Put it between quotes." },
  not_finite: {
    say: "`{text}` is not a number that can be kept. Write a finite number, or put it between quotes.",
  },
  bidi_control: {
    say: "The text {text} holds invisible marks that reverse the reading direction, so it may not be what it seems. Remove them.",
    severity: "warning",
  },
} as const satisfies Record<string, ProblemEntry>

/** Makes a problem of the file's text. */
export const fileProblem = problemsOf(fileProblems)
