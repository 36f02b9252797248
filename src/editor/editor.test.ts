import { describe, expect, test } from "vitest"
import { keptFile } from "../format/keptFile.ts"
import type { Result } from "../lib/result.ts"
import { setName, setParameter } from "../model/edits/fields.ts"
import { removeSteps } from "../model/edits/removeSteps.ts"
import { renameStep } from "../model/edits/renameStep.ts"
import type { Problem } from "../model/problems.ts"
import { createEditor } from "./editor.ts"
import { format } from "./format.ts"
import { editorOf } from "./testing/editorOf.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"

const text = "rivulet: 1\nid: small # mine\nsteps:\n  - id: a\n    kind: log\n"

function open() {
  const clock = { now: 0 }
  const editor = editorOf(text, { now: () => clock.now })
  const state = () => editor.store.getState()
  const name = (to: string, burst?: string) =>
    editor.edit(workflow => setName(workflow, "a", to), burst ? { burst } : {})
  return { editor, clock, state, name }
}

test("an edit changes the text, and keeps what a person wrote beside it", () => {
  const { state, name } = open()
  name("First")
  expect(state().file.text).toBe(text.replace("id: a\n", "id: a\n    name: First\n"))
})

test("a text that is typed changes the workflow", () => {
  const { editor, state } = open()
  editor.type(text.replace("id: a", "id: b"))
  expect(state().file.workflow.steps[0]?.id).toBe("b")
})

test("undo and redo go through what was, text for text", () => {
  const { editor, state, name } = open()
  name("One")
  const one = state().file.text
  name("Two")
  editor.undo()
  expect(state().file.text).toBe(one)
  editor.undo()
  expect(state().file.text).toBe(text)
  editor.undo()
  expect(state().file.text).toBe(text)
  editor.redo()
  editor.redo()
  editor.redo()
  expect(state().file.workflow.steps[0]?.name).toBe("Two")
})

test("a new edit takes the place of what was undone", () => {
  const { editor, state, name } = open()
  name("One")
  editor.undo()
  name("Two")
  expect(state().future).toEqual([])
})

test("a burst of like edits is one step of undo, until a pause or another edit", () => {
  const { editor, clock, state, name } = open()
  for (const part of ["H", "He", "Hey"]) name(part, "name")
  clock.now += 5000
  name("Hey you", "name")
  editor.undo()
  expect(state().file.workflow.steps[0]?.name).toBe("Hey")
  editor.undo()
  expect(state().file.text).toBe(text)
})

test("what changes nothing leaves nothing to undo", () => {
  const { editor, state } = open()
  editor.edit(workflow => workflow)
  editor.type(text)
  expect(state().past).toEqual([])
})

test("what is selected is no part of the document", () => {
  const { editor, state } = open()
  editor.select(["a"])
  const before = state().selection
  editor.select(["a"])
  expect(state().selection).toBe(before)
  expect(state().past).toEqual([])
})

test("a text saved elsewhere is taken over, and has no history here", () => {
  const { editor, state, name } = open()
  name("One")
  editor.follow(text.replace("id: a", "id: z"))
  expect([state().file.workflow.steps[0]?.id, state().past]).toEqual(["z", []])
})

test("an edit that no text can say is refused with its reason, and leaves all as it was", () => {
  const told: string[] = []
  const editor = editorOf(text, { refused: problem => told.push(problem.code) })
  editor.edit(workflow => setParameter(workflow, "a", ["__proto__"], "x"))
  expect(told).toEqual(["unsafe_key"])
  expect(editor.store.getState().file.text).toBe(text)
  expect(editor.store.getState().past).toEqual([])
})

test("an edit of a locked step is refused, and said; the text can still be changed", () => {
  const said: string[] = []
  const given = `${text}layout:\n  a: { locked: true }\n`
  const editor = editorOf(given, { refused: ({ code }) => said.push(code) })
  editor.edit(workflow => setName(workflow, "a", "Other"))
  expect(editor.store.getState().file.text).toBe(given)
  expect(said).toEqual(["step_locked"])
  editor.type(given.replace("kind: log", "kind: group"))
  expect(editor.store.getState().file.workflow.steps[0]?.kind).toBe("group")
})

test("what quick hands do before it is known whose the pen is happens once it is here, and is refused elsewhere", () => {
  const said: string[] = []
  const make = () => {
    const editor = editorOf(text, { refused: ({ code }) => said.push(code) })
    editor.givePen(null)
    editor.edit(workflow => setName(workflow, "a", "Quick"), { select: ["a"] })
    expect(editor.store.getState().file.text).toBe(text)
    return editor
  }
  const here = make()
  expect(said).toEqual([])
  here.givePen(true)
  expect(here.store.getState().file.workflow.steps[0]?.name).toBe("Quick")
  expect([...here.store.getState().selection]).toEqual(["a"])
  const elsewhere = make()
  elsewhere.givePen(false)
  expect([elsewhere.store.getState().file.text, said]).toEqual([text, ["edited_elsewhere"]])
  const late = make()
  late.follow(text.replace("id: a", "id: z"))
  late.givePen(true)
  expect(late.store.getState().file.workflow.steps[0]?.name).toBeUndefined()
})

describe("a workflow that is drawn before its text is read", () => {
  const said = format.openFile(text)
  const draw = (kept = text) =>
    createEditor({
      ...{ file: keptFile(kept, structuredClone(said.workflow)), catalogue: testCatalogue, now: () => 0 },
    })

  test("is the same workflow afterwards, and its text has places", () => {
    const editor = draw()
    const { workflow } = editor.store.getState().file
    editor.readWith(format)
    const { file, past } = editor.store.getState()
    expect(file.workflow).toBe(workflow)
    expect(file.placeOf(["steps", 0]).line).toBe(4)
    expect(past).toEqual([])
  })

  test("takes what was read of its text before, unless another text came meanwhile", () => {
    const [editor, other] = [draw(), draw()]
    const read = format.openFile(text, editor.store.getState().file.workflow)
    editor.readWith(format, read)
    expect(editor.store.getState().file).toBe(read)
    other.follow(text.replace("id: a", "id: c"))
    other.readWith(format, read)
    expect(other.store.getState().file.workflow.steps[0]?.id).toBe("c")
  })

  test("takes what quick hands do to it once it is read, and once it is known whose the pen is", () => {
    const editor = draw()
    editor.givePen(null)
    editor.edit(workflow => setName(workflow, "a", "Quick"))
    editor.readWith(format)
    expect(editor.store.getState().file.text).toBe(text)
    editor.givePen(true)
    expect(editor.store.getState().file.text).toContain("name: Quick")
    editor.undo()
    expect(editor.store.getState().file.text).toBe(text)
  })

  test("is what its text says where the two differ, and follows what is written elsewhere meanwhile", () => {
    const editor = draw(text.replace("id: a", "id: b"))
    editor.readWith(format)
    expect(editor.store.getState().file.workflow.steps[0]?.id).toBe("b")
    const other = draw()
    other.edit(workflow => setName(workflow, "a", "Meant for another text"))
    other.follow(text.replace("id: a", "id: c"))
    expect(other.store.getState().file.text).toContain("id: c")
    other.readWith(format)
    expect(other.store.getState().file.workflow.steps).toEqual([{ id: "c", kind: "log" }])
  })

  test("undoes what was kept, once it is read", () => {
    const editor = draw()
    editor.recall({ past: [{ start: 12, end: 21, text: "id: tiny" }], future: [] })
    editor.undo()
    expect(editor.store.getState().file.text).toBe(text)
    editor.readWith(format)
    expect(editor.store.getState().file.text).not.toBe(text)
  })
})

describe("a container that is shown alone", () => {
  const loops = `rivulet: 1
id: loops
steps:
  - id: one
    kind: for_each
    with: { items: [1] }
    steps:
      - { id: a, kind: log }
  - id: two
    kind: for_each
    with: { items: [1] }
    steps:
      - { id: b, kind: log }
`
  function inside(id: string) {
    const editor = editorOf(loops)
    editor.enter(id)
    return { editor, within: () => editor.store.getState().within }
  }

  test("is the same one with another id, and with the old one again", () => {
    const { editor, within } = inside("one")
    editor.edit(workflow => must(renameStep(workflow, "one", "first")))
    expect(within()).toBe("first")
    editor.undo()
    expect(within()).toBe("one")
    editor.redo()
    expect(within()).toBe("first")
    editor.follow(loops)
    expect(within()).toBe("one")
    expect(editor.store.getState().grounds).toBe(1)
  })

  test("stays the same one while its id is typed, letter by letter, none at all in between", () => {
    const { editor, within } = inside("one")
    for (const id of ["on", "o", "", "f", "fi", "first"]) editor.type(loops.replace("id: one", `id: ${id}`))
    expect(within()).toBe("first")
  })

  test("is not taken for the next one when it is removed", () => {
    const { editor, within } = inside("one")
    editor.edit(workflow => removeSteps(workflow, ["one"]))
    expect(within()).toBe("one")
    editor.undo()
    expect(within()).toBe("one")
  })
})

function must<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
