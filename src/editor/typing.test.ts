import { expect, test } from "vitest"
import { openFile } from "../format/file.ts"
import { setField } from "../model/edits/fields.ts"
import { createEditor } from "./editor.ts"
import { format } from "./format.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"

const text = "rivulet: 1\nid: a\nsteps:\n  - id: say\n    kind: log\n  - id: tell\n    kind: log\n"

/** An editor whose clock is moved by hand, and whose hand types notes. */
function desk() {
  let time = 0
  const timers = new Set<{ at: number; run: () => void }>()
  const editor = createEditor({
    ...{ file: openFile(text), format, catalogue: testCatalogue, now: () => time },
    after(milliseconds, run) {
      const timer = { at: time + milliseconds, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  })
  function pass(milliseconds: number) {
    const until = time + milliseconds
    for (;;) {
      const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
      if (!next) break
      timers.delete(next)
      time = next.at
      next.run()
    }
    time = until
  }
  let takes = 0
  return {
    editor,
    pass,
    type: (note: string, step = "say") =>
      editor.typing.soon(step, () => {
        time += takes
        editor.edit(workflow => setField(workflow, step, ["note"], note), { burst: `${step} note` })
      }),
    takeEachEdit(milliseconds: number) {
      takes = milliseconds
    },
    notes: () => editor.store.getState().file.workflow.steps.map(({ note }) => note),
    isTyping: () => editor.store.getState().isTyping,
  }
}

test("what is typed is in the document once the hand rests, as one edit", () => {
  const { editor, type, pass, notes, isTyping } = desk()
  for (const letters of ["a", "ab", "abc"]) {
    type(letters)
    pass(20)
  }
  expect([notes()[0], isTyping()]).toEqual([undefined, true])
  pass(150)
  expect([notes()[0], isTyping()]).toEqual(["abc", false])
  expect(editor.store.getState().past).toHaveLength(1)
})

test("a hand that does not rest is followed all the same, in time for the disk", () => {
  const { type, pass, notes } = desk()
  for (let letters = 1; letters <= 6; letters++) {
    type("x".repeat(letters))
    pass(50)
  }
  expect(notes()[0]).toBe("xxxxx")
})

test("a letter is in the document well before its 300 ms are over, however long edits take", () => {
  const { type, pass, notes, takeEachEdit } = desk()
  takeEachEdit(150)
  type("a")
  pass(400)
  type("ab")
  pass(149)
  expect(notes()[0]).toBe("a")
  pass(1)
  expect(notes()[0]).toBe("ab")
  for (const letters of ["abc", "abcd"]) {
    type(letters)
    pass(112)
  }
  type("abcde")
  pass(1)
  expect(notes()[0]).toBe("abcde")
})

test("another field, another edit and undo come after what was typed", () => {
  const { editor, type, notes, isTyping } = desk()
  type("a")
  type("b", "tell")
  expect(notes()).toEqual(["a", undefined])
  editor.edit(workflow => setField(workflow, "say", ["disabled"], true))
  expect(notes()).toEqual(["a", "b"])
  type("c", "tell")
  editor.undo()
  expect([...notes(), isTyping()]).toEqual(["a", "b", false])
  editor.redo()
  expect(notes()).toEqual(["a", "c"])
})
