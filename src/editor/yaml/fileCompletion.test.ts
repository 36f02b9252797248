import { expect, test } from "vitest"
import { openFile } from "../../format/file.ts"
import { fileSchema } from "../../format/schema.ts"
import { testCatalogue } from "../testing/testCatalogue.ts"
import { fileOptions } from "./fileCompletion.ts"
import { yamlPlaceAt } from "./yamlPlace.ts"

const schema = fileSchema(testCatalogue)

/** The place at the stroke in the text. */
function placeIn(marked: string) {
  const offset = marked.indexOf("|")
  return yamlPlaceAt(marked.replace("|", ""), offset)
}

/** What is offered at the stroke in the text. */
function offeredIn(marked: string): string[] {
  const offset = marked.indexOf("|")
  const text = marked.replace("|", "")
  const { workflow } = openFile(text)
  return fileOptions(text, offset, schema, workflow)?.options.map(({ label }) => label) ?? []
}

const head = "rivulet: 1\nid: a\nsteps:\n"

test.each([
  ["na|", [], "key", "na"],
  ["id: a\nsteps:\n  - id: b\n    ki|", ["steps", 0], "key", "ki"],
  ["id: a\nsteps:\n  - id: b\n  - id: c\n    kind: lo|", ["steps", 1, "kind"], "value", "lo"],
  ["steps:\n- id: b\n- id: c\n  with:\n    me|", ["steps", 1, "with"], "key", "me"],
  ["steps:\n  - { id: b, kind: log, with: { me| } }", ["steps", 0, "with"], "key", "me"],
  ["steps:\n  - { id: b, next: { true: c, false: d| } }", ["steps", 0, "next", "false"], "value", "d"],
  ["steps:\n  - id: b\n    next: [c, d|", ["steps", 0, "next", 1], "entry", "d"],
  ["steps:\n  - id: b\n    next:\n      - c|", ["steps", 0, "next", 0], "entry", "c"],
  ["steps:\n  - id: g\n    steps:\n      - id: x\n  - i|", ["steps", 1], "entry", "i"],
  ["steps:\n  - id: g\n    with:\n      text: |-\n        kind: x\n    ki§", ["steps", 0], "key", "ki"],
  ["steps:\n  - { id: b,\n      kind: lo|", ["steps", 0, "kind"], "value", "lo"],
])("in %j the place is %j", (marked, path, at, typed) => {
  const offset = marked.includes("§") ? marked.indexOf("§") : marked.lastIndexOf("|")
  const text = marked.includes("§")
    ? marked.replace("§", "")
    : marked.slice(0, offset) + marked.slice(offset + 1)
  expect(yamlPlaceAt(text, offset)).toMatchObject({ path, at, typed })
})

test("within comments, expressions and longer texts nothing is offered", () => {
  expect(placeIn("# ki|")).toBeNull()
  expect(placeIn("steps:\n  - id: a\n    with: { message: {{ st|")).toBeNull()
  expect(placeIn('steps:\n  - id: a\n    with:\n      message: "{{ st|')).toBeNull()
  expect(yamlPlaceAt("note: |\n  kind: ", 16)).toBeNull()
})

test("kinds, parameters, outlets and fields are offered where they belong", () => {
  expect(offeredIn(`${head}  - id: b\n    kind: |`)).toEqual(Object.keys(testCatalogue.kinds))
  expect(offeredIn(`${head}  - id: b\n    kind: log\n    with:\n      |`)).toEqual(["message"])
  expect(offeredIn(`${head}  - { id: b, kind: log, with: { | } }`)).toEqual(["message"])
  expect(offeredIn(`${head}  - id: b\n    kind: condition\n    next:\n      |`)).toEqual(
    expect.arrayContaining(["true", "false", "failure"]),
  )
  const fields = offeredIn(`${head}  - id: b\n    |`)
  expect(fields).toEqual(expect.arrayContaining(["kind", "with", "next", "retry"]))
  expect(fields).not.toContain("id")
  expect(offeredIn("rivulet: 1\nid: a\n|")).toEqual(expect.arrayContaining(["steps", "inputs", "triggers"]))
})

test("a wire is led to the steps beside its own", () => {
  const steps = `${head}  - { id: b, kind: log }\n  - { id: c, kind: log, next: | }\n  - id: g\n    kind: group\n    steps:\n      - { id: x, kind: log }\n`
  expect(offeredIn(steps)).toEqual(expect.arrayContaining(["b", "g"]))
  expect(offeredIn(steps)).not.toContain("c")
  expect(offeredIn(steps)).not.toContain("x")
})
