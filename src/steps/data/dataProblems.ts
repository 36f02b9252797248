import { problemsOf } from "../../model/problems.ts"

/** What can go wrong in data steps. */
export const dataProblems = {
  data_not_list: {
    say: "A list is needed, but {what} came. Give the list in items, or wire a step here that gives one.",
  },
  data_not_map: { say: "Item {index} is {what}, and only maps have fields. Filter such items out first." },
  data_cannot_set: {
    say: "Item {index} has no place for {field}: something on the way is neither a map nor a list of that length. Set what is on the way first, or name another field.",
  },
  data_too_many: {
    say: "This would make {count} items, more than {most}. Narrow the key, or limit the lists.",
  },
  data_stopped: { say: "The step was stopped before it had gone through all items." },
  data_bad_csv: {
    say: "The CSV cannot be read: a quote that opens in line {line} is never closed. Close it, or double the quotes that are part of the text.",
  },
  data_bad_json: {
    say: "The text is not JSON: {why}. Look at what came in, or choose the form that it has.",
  },
  data_bad_expression: { say: "The expression cannot be read. {why}" },
  data_bad_template: { say: "The template cannot be read. {why}" },
  data_bad_pattern: {
    say: "This is no regular expression: {why}. Mend it, or escape what is meant as a plain letter.",
  },
  data_bad_date: { say: "The date cannot be worked with: {why}" },
  data_bad_xml: {
    say: "The text is not XML: {why} (line {line}). Look at what came in, or choose the form that it has.",
  },
  data_bad_yaml: { say: "The text is not YAML: {why}" },
  data_bad_selector: { say: "The selector {selector} cannot be read: {why}. Write it as in CSS." },
  data_bad_encoding: { say: "The value is not {format}. Say what it is in as, or give it as text." },
  data_no_key: { say: "There is no key to check with. Name a secret, or give the public key." },
  data_no_xml: {
    say: "{what} cannot be written as XML, which needs one map with one key at its root. Put it under a key of its own.",
  },
  data_bad_xml_name: { say: "{name} cannot name an element or attribute of XML. Rename the key first." },
  data_not_text: {
    say: "Text is needed to read {format} from, but {what} came. Name the field that holds the text.",
  },
} as const

/** Makes a problem of a data step. */
export const dataProblem = problemsOf(dataProblems)

/** What sort of value it is, in words for a sentence. */
export function wordFor(value: unknown): string {
  if (value === undefined) return "nothing"
  if (value === null) return "null"
  if (Array.isArray(value)) return "a list"
  if (typeof value === "string") return "text"
  if (typeof value === "number") return "a number"
  return typeof value === "boolean" ? "true or false" : "a map"
}
