import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { openFile } from "./file.ts"

/*
 * Every hostile file of the corpus, and the rule of ours that decides it. The corpus is older than the format:
 * files that are harmless as YAML are decided by the shape of the file (`unknown_key`, `missing_field`) or by
 * those who read the opened file (checks, grants), and then only have to open without harm.
 */
const decidedBy: Readonly<Record<string, string | null>> = {
  "YM-001": "alias",
  "YM-002": "alias",
  "YM-004": "unsafe_key",
  "YM-005": "alias",
  "YM-007": "tag",
  "YM-008": "tag",
  "YM-010": "tag",
  "YM-011": "tag",
  "YM-013": "directive",
  "YM-014": "directive",
  "YM-016": "unsafe_integer",
  "YM-017": "not_finite",
  "YM-019": "many_documents",
  "YM-020": "many_documents",
  "YM-022": "too_deep",
  "YM-023": "too_big",
  "YM-025": "tab_indent",
  "YM-026": null,
  "YM-028": "control_character_in_file",
  "YM-029": "bidi_control",
  "YM-031": "empty_file",
  "YM-032": "is_html",
  "YM-034": "alias",
  "YM-035": "newer_version",
  "YM-037": "duplicate_id",
  "YM-038": "unknown_key",
  "YM-040": "unknown_key",
  "YM-041": null,
  "YM-043": "unknown_key",
  "YM-044": "unknown_key",
  "YM-046": "unknown_key",
  "YM-047": "unknown_key",
}

interface Case {
  readonly id: string
  readonly surface: string
  readonly input: string
}

const corpus = JSON.parse(
  readFileSync(new URL("../../e2e/corpus/bad-inputs.json", import.meta.url), "utf8"),
) as readonly Case[]
const cases = corpus.filter(({ surface }) => surface === "yaml-import")

/** The input with the field names that our format has: only so does its own trap come to bear. */
function inputOf({ input }: Case): string {
  const text = input.startsWith("gen:") ? String(new Function(`return ${input.slice(4)}`)()) : input
  return text.replace(/^version: /, "rivulet: ").replaceAll("type: ", "kind: ")
}

test("the table decides every case of the corpus", () => {
  expect(cases.map(({ id }) => id)).toEqual(Object.keys(decidedBy))
})

test.each(cases)("$id is decided by its rule, in time, with a line and a column", item => {
  const text = inputOf(item)
  const start = performance.now()
  const file = openFile(text)
  expect(performance.now() - start).toBeLessThan(item.id === "YM-041" ? 6000 : 1000)
  const code = decidedBy[item.id]
  if (code) {
    const problem = file.problems.find(found => found.code === code)
    expect(problem?.at, file.problems.map(found => found.code).join()).toMatchObject({
      line: expect.any(Number),
      column: expect.any(Number),
    })
  } else {
    expect(file.readable).toBe(true)
  }
  expect(Object.keys(Object.prototype)).toEqual([])
  expect("polluted" in {}).toBe(false)
})

const fromElsewhere = corpus.filter(({ surface }) => surface === "n8n-json-import")

test.each(fromElsewhere)("$id, a workflow of another tool, becomes no step and says why", item => {
  const start = performance.now()
  const file = openFile(inputOf(item))
  expect(performance.now() - start).toBeLessThan(5000)
  expect(file.workflow.steps).toEqual([])
  expect(file.workflow.triggers ?? []).toEqual([])
  expect(file.problems.map(({ code }) => code)).toContain(file.readable ? "missing_field" : "not_a_map")
})

test("what is refused has an empty workflow, and its text is kept", () => {
  const file = openFile("a: *nope")
  expect(file).toMatchObject({ readable: false, workflow: { steps: [] }, text: "a: *nope" })
})

test("a tab is found where it stands", () => {
  expect(openFile("a:\n\tb: 1").problems[0]?.at).toMatchObject({ line: 2, column: 1 })
})

test("a file of a newer version is shown, kept and not changed", () => {
  const file = openFile("rivulet: 999\nid: a\nsteps: []")
  expect(file).toMatchObject({ readable: true, readOnly: true })
})

test.each([
  ["10,000 brackets", "[".repeat(10_000), "too_deep"],
  ["10,000 braces", "{a: ".repeat(10_000), "too_deep"],
  ["10,000 dashes", "- ".repeat(10_000), "too_deep"],
  [
    "10,000 levels of maps",
    Array.from({ length: 2500 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
    "too_deep",
  ],
  ["50 MB", "x".repeat(50_000_000), "too_big"],
  ["a merge key", "<<: {a: 1}", "merge_key"],
  ["a key that is a map", "? {a: 1}\n: b", "complex_key"],
  ["a key that is a list", "[a]: b", "complex_key"],
  ["prototype", "prototype: 1", "unsafe_key"],
  ["constructor", "{constructor: 1}", "unsafe_key"],
  ["a key twice", "a: 1\n'a': 2", "duplicate_key"],
  ["nothing", "", "empty_file"],
  ["blanks", " \n ", "empty_file"],
  ["a list", "- a", "not_a_map"],
  ["text", "hello", "not_a_map"],
  ["an unclosed quote", 'a: "x', "not_yaml"],
  ["an anchor alone", "a: &b 1", "alias"],
])("%s is refused in time", (_, text, code) => {
  const start = performance.now()
  const file = openFile(text)
  expect(performance.now() - start).toBeLessThan(1000)
  expect(file.readable).toBe(false)
  expect(file.problems.map(problem => problem.code)).toEqual([code])
})

test.each([
  ["a byte order mark", "\ufeffrivulet: 1\nid: a\nsteps: []"],
  ["CRLF", "rivulet: 1\r\nid: a\r\nsteps: []\r\n"],
  ["a first document mark", "---\nrivulet: 1\nid: a\nsteps: []"],
  ["JSON", '{"rivulet": 1, "id": "a", "steps": []}'],
])("%s is accepted", (_, text) => {
  expect(openFile(text)).toMatchObject({ readable: true, problems: [], workflow: { id: "a" } })
})

test("yes, no and on are text", () => {
  expect(openFile("rivulet: 1\nid: a\nsteps: []\noutput: [yes, no, on, Off, NO]").workflow.output).toEqual([
    "yes",
    "no",
    "on",
    "Off",
    "NO",
  ])
})

test("an id of 10,000 characters is a problem, and no more", () => {
  const file = openFile(`rivulet: 1\nid: a\nsteps:\n  - { id: ${"x".repeat(10_000)}, kind: k }`)
  expect(file.problems.map(problem => problem.code)).toEqual(["bad_id"])
})
