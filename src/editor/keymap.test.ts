import { expect, test } from "vitest"
import { commands } from "./commands.ts"
import { createKeymap, keysFor } from "./keymap.ts"

const undo = { id: "undo", keys: ["Mod+Z"] }

function memory(text: string | null = null) {
  let kept = text
  return {
    read: () => kept,
    write(next: string) {
      kept = next
    },
  }
}

test("chosen keys take the place of a command's own, outlive the page, and can be taken back", () => {
  const home = memory()
  createKeymap(home).choose("undo", ["Mod+U"])
  const again = createKeymap(home)
  expect(keysFor(undo, again.store.getState())).toEqual(["Mod+U"])
  again.choose("undo", null)
  expect(keysFor(undo, again.store.getState())).toBe(undo.keys)
  expect(home.read()).toBe("{}")
})

test.each(["[1]", "{", '{"undo":"Z"}', '{"undo":[1]}'])("%s, which nobody chose, counts as nothing", text => {
  expect(keysFor(undo, createKeymap(memory(text)).store.getState())).toBe(undo.keys)
})

test("no two commands have the same keys by themselves", () => {
  const keys = commands.flatMap(command => command.keys)
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})
