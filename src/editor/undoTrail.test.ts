import { expect, test } from "vitest"
import { setName } from "../model/edits/fields.ts"
import type { Editor } from "./editor.ts"
import { editorOf } from "./testing/editorOf.ts"
import { keptTrail, trailOf } from "./undoTrail.ts"

const text = "rivulet: 1\nid: small # mine\nsteps:\n  - id: a\n    kind: log\n"

const open = (present: string) => editorOf(present)
const textOf = (editor: Editor) => editor.store.getState().file.text
const name = (editor: Editor, to: string) => editor.edit(workflow => setName(workflow, "a", to))

/** Another editor, as it opens after the page was loaded again. */
function reload(editor: Editor): Editor {
  const { file, past, future } = editor.store.getState()
  const again = open(file.text)
  const trail = keptTrail(JSON.parse(JSON.stringify(trailOf(file, past, future))))
  if (trail) again.recall(trail)
  return again
}

/** All texts that undo comes by, the present first. */
function undone(editor: Editor): string[] {
  const texts = [textOf(editor)]
  while (editor.store.getState().past.length > 0) {
    editor.undo()
    texts.push(textOf(editor))
  }
  return texts
}

test("what could be undone and redone can be after a reload, and after another one", () => {
  const editor = open(text)
  const texts = [text]
  for (const to of ["One", "Two", "Three", "Four"]) {
    name(editor, to)
    texts.unshift(textOf(editor))
  }
  editor.undo()
  const again = reload(editor)
  again.redo()
  expect(textOf(again)).toBe(texts[0])
  again.undo()
  again.undo()
  const third = reload(again)
  third.redo()
  third.redo()
  expect(undone(third)).toEqual(texts)
})

test("what is done after a reload is undone before what was done earlier", () => {
  const editor = open(text)
  name(editor, "One")
  const one = textOf(editor)
  const again = reload(editor)
  name(again, "Two")
  const two = textOf(again)
  expect(undone(reload(again))).toEqual([two, one, text])
})

test("a trail is bounded: of edits too large to keep, the nearest stay", () => {
  const clock = { now: 0 }
  const editor = editorOf(text, { now: () => (clock.now += 5_000) })
  for (const letter of ["b", "c", "d"]) editor.type(`${text}# ${letter.repeat(300_000)}\n`)
  const { file, past, future } = editor.store.getState()
  expect(past).toHaveLength(3)
  expect(trailOf(file, past, future).past).toHaveLength(1)
})

test("what is no trail is none", () => {
  for (const kept of [null, 7, {}, { past: [1], future: [] }, { past: [] }])
    expect(keptTrail(kept)).toBeNull()
})

test("nothing is undone or edited where the workflow may not be changed", () => {
  const told: string[] = []
  const editor = editorOf(text, { refused: problem => told.push(problem.code) })
  name(editor, "One")
  const one = textOf(editor)
  editor.givePen(false)
  name(editor, "Two")
  editor.type("other")
  editor.undo()
  expect(textOf(editor)).toBe(one)
  expect(told).toEqual(["edited_elsewhere", "edited_elsewhere", "edited_elsewhere"])
})
