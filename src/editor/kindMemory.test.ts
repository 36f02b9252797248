import { expect, test } from "vitest"
import { addBehind } from "./building.ts"
import { createKindMemory } from "./kindMemory.ts"
import { editorOf } from "./testing/editorOf.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"

/** A device that keeps one text. */
function device(kept: string | null = null) {
  return {
    read: () => kept,
    write(text: string) {
      kept = text
    },
  }
}

test("kinds of added steps are remembered, the last first, and what is edited or undone is not", () => {
  const home = device()
  const memory = createKindMemory(home)
  const editor = editorOf("rivulet: 1\nid: a\nsteps: []\n")
  const stop = memory.follow(editor)
  const add = (kind: string) => {
    const entry = testCatalogue.kinds[kind]
    if (!entry) throw new Error(`Expected the kind ${kind}`)
    const added = addBehind(editor.store.getState().file.workflow, testCatalogue, entry, null)
    editor.edit(() => added.workflow, { select: [added.id] })
  }
  add("log")
  add("condition")
  add("log")
  editor.select([])
  editor.undo()
  expect(createKindMemory(home).store.getState().recent).toEqual(["log", "condition"])
  stop()
  add("switch")
  expect(memory.store.getState().recent).not.toContain("switch")
})

test("favourites stay in the order in which they were chosen, until they are let go", () => {
  const home = device()
  const memory = createKindMemory(home)
  memory.favour("log", true)
  memory.favour("condition", true)
  memory.favour("log", true)
  expect(createKindMemory(home).store.getState().favourites).toEqual(["condition", "log"])
  memory.favour("condition", false)
  expect(createKindMemory(home).store.getState().favourites).toEqual(["log"])
})

test("what cannot be read counts as nothing", () => {
  for (const kept of ["{", "7", '{"recent":7,"favourites":[1,"log"]}']) {
    const { recent, favourites } = createKindMemory(device(kept)).store.getState()
    expect(recent).toEqual([])
    expect(favourites.every(kind => kind === "log")).toBe(true)
  }
})
