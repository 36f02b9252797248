import { expect, test } from "vitest"
import { commands } from "./commands.ts"
import { keysOf } from "./useBuilder.ts"

const pressed = (key: string, held: Partial<KeyboardEvent> = {}) => keysOf({ key, ...held } as KeyboardEvent)

test("a shortcut is written in one way, whatever the keyboard", () => {
  expect(pressed("z", { ctrlKey: true })).toBe("Mod+Z")
  expect(pressed("Z", { metaKey: true, shiftKey: true })).toBe("Mod+Shift+Z")
  expect(pressed("/", { shiftKey: true })).toBe("/")
  expect(pressed("Delete", { ctrlKey: true })).toBe("Mod+Delete")
  expect(pressed("ArrowUp", { altKey: true })).toBe("Alt+ArrowUp")
})

test("no two commands share a name or a shortcut", () => {
  const keys = commands.flatMap(command => command.keys)
  expect(new Set(keys).size).toBe(keys.length)
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length)
})
