import { expect, test } from "vitest"
import { type Agreed, isWorkflowFile, twinPlan } from "./twinPlan.ts"

/** The id is what stands before the first stroke, as in `a/changed`; a text that begins with `?` cannot be read. */
const idOf = (text: string) => (text.startsWith("?") ? null : (text.split("/")[0] ?? null))

interface Case {
  readonly here?: Record<string, string>
  readonly there?: Record<string, string | null>
  readonly agreed?: readonly Agreed[]
}

function plan({ here = {}, there = {}, agreed = [] }: Case) {
  return twinPlan({
    here: Object.entries(here).map(([id, text]) => ({ id, text, revision: 7 })),
    there: Object.entries(there).map(([file, text]) => ({ file, text })),
    agreed,
    idOf,
  })
}

const file = "a.rivulet.yaml"
const a = (text: string): Agreed => ({ id: "a", file, text })
const nothing = { moves: [], questions: [], unread: [] }

test("where all three say the same there is nothing to do", () => {
  expect(plan({ here: { a: "a/1" }, there: { [file]: "a/1" }, agreed: [a("a/1")] })).toEqual(nothing)
})

test("whoever alone has changed is followed", () => {
  expect(plan({ here: { a: "a/2" }, there: { [file]: "a/1" }, agreed: [a("a/1")] }).moves).toEqual([
    { do: "write", agreed: a("a/2"), over: "a/1" },
  ])
  expect(plan({ here: { a: "a/1" }, there: { [file]: "a/2" }, agreed: [a("a/1")] }).moves).toEqual([
    { do: "take", agreed: a("a/2"), revision: 7 },
  ])
})

test("where both have changed a person is asked, and neither is written", () => {
  const asked = { about: "both_changed", id: "a", file, here: "a/2", there: "a/3" }
  for (const agreed of [[a("a/1")], []]) {
    const found = plan({ here: { a: "a/2" }, there: { [file]: "a/3" }, agreed })
    expect(found).toEqual({ ...nothing, questions: [asked] })
  }
})

test("both that came to the same agree, whatever was agreed before", () => {
  for (const agreed of [[a("a/1")], []])
    expect(plan({ here: { a: "a/2" }, there: { [file]: "a/2" }, agreed }).moves).toEqual([
      { do: "agree", agreed: a("a/2") },
    ])
})

test("a new workflow gets a file with a name that nobody has, and a new file becomes a workflow", () => {
  const found = plan({ here: { a: "a/1" }, there: { "A.rivulet.yaml": "?", "b.rivulet.yml": "b/1" } })
  expect(found).toEqual({
    moves: [
      { do: "write", agreed: { id: "a", file: "a-2.rivulet.yaml", text: "a/1" }, over: null },
      { do: "add", file: "b.rivulet.yml", text: "b/1" },
    ],
    questions: [],
    unread: ["A.rivulet.yaml"],
  })
})

test("a file that has gone is asked about; one whose workflow has changed since is written again", () => {
  expect(plan({ here: { a: "a/1" }, agreed: [a("a/1")] })).toEqual({
    ...nothing,
    questions: [{ about: "file_gone", id: "a", file, here: "a/1" }],
  })
  expect(plan({ here: { a: "a/2" }, agreed: [a("a/1")] }).moves).toEqual([
    { do: "write", agreed: a("a/2"), over: null },
  ])
})

test("the file of a deleted workflow goes to the trash, unless somebody has changed it", () => {
  expect(plan({ there: { [file]: "a/1" }, agreed: [a("a/1")] }).moves).toEqual([
    { do: "trash", agreed: a("a/1") },
  ])
  expect(plan({ there: { [file]: "a/2" }, agreed: [a("a/1")] }).moves).toEqual([
    { do: "forget", id: "a" },
    { do: "add", file, text: "a/2" },
  ])
  expect(plan({ agreed: [a("a/1")] }).moves).toEqual([{ do: "forget", id: "a" }])
})

test("a file that was given another name stays the file of its workflow", () => {
  const there = { "other.rivulet.yaml": "a/1" }
  const moved = { ...a("a/1"), file: "other.rivulet.yaml" }
  expect(plan({ here: { a: "a/1" }, there, agreed: [a("a/1")] }).moves).toEqual([
    { do: "agree", agreed: moved },
  ])
  expect(plan({ here: { a: "a/2" }, there, agreed: [a("a/1")] }).moves).toEqual([
    { do: "write", agreed: { ...moved, text: "a/2" }, over: "a/1" },
  ])
})

test("a copy of a file becomes a workflow of its own", () => {
  const there = { [file]: "a/1", "copy.rivulet.yaml": "a/1" }
  expect(plan({ here: { a: "a/1" }, there, agreed: [a("a/1")] }).moves).toEqual([
    { do: "add", file: "copy.rivulet.yaml", text: "a/1" },
  ])
})

test("a file that cannot be read is neither taken nor written over", () => {
  const found = plan({ here: { a: "a/2" }, there: { [file]: null }, agreed: [a("a/1")] })
  expect(found).toEqual({ ...nothing, unread: [file] })
})

test("a text that became broken outside is taken like any other, for what is broken still opens", () => {
  expect(plan({ here: { a: "a/1" }, there: { [file]: "?" }, agreed: [a("a/1")] }).moves).toEqual([
    { do: "take", agreed: a("?"), revision: 7 },
  ])
})

test("only files that say so are workflows", () => {
  const names = [
    "a.rivulet.yaml",
    "B.RIVULET.YML",
    "docker-compose.yaml",
    ".trash.rivulet.yaml",
    "a.rivulet.yaml.tmp",
  ]
  expect(names.filter(isWorkflowFile)).toEqual(["a.rivulet.yaml", "B.RIVULET.YML"])
})
