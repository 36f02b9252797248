import { describe, expect, test } from "vitest"
import { createFiles } from "../files/files.ts"
import { createMemoryHome } from "../files/memoryHome.ts"
import { homeConformance } from "../files/testing/homeConformance.ts"
import { createNotedHome } from "./notedHome.ts"

describe("a workspace in which changes are noted", () =>
  homeConformance(async () =>
    createNotedHome(
      createMemoryHome(() => 0),
      true,
    ),
  ))

function place() {
  const base = createMemoryHome(() => 1)
  const before = createFiles(base)
  return { base, before }
}

test("what a live run changed is said with what stood there before, whichever way it was changed", async () => {
  const { base, before } = place()
  await before.write("kept.md", "as it was\n")
  await before.write("old/a.md", "one\n")
  await before.write("old/b.md", "two\n")
  await before.write("gone.md", "away\n")
  const home = createNotedHome(base, true)
  const files = createFiles(home)
  await files.write("kept.md", "changed\n")
  await files.append("kept.md", "and longer\n")
  await files.write("deep/new.md", "new\n")
  await files.move("old", "other")
  await files.remove("gone.md")
  await files.write("passing.md", "x")
  await files.remove("passing.md")
  const changed = await home.changed()
  expect(changed.map(({ path, before, after }) => [path, textIn(before), textIn(after)])).toEqual([
    ["deep/new.md", null, "new\n"],
    ["gone.md", "away\n", null],
    ["kept.md", "as it was\n", "changed\nand longer\n"],
    ["old", "folder", null],
    ["old/a.md", "one\n", null],
    ["old/b.md", "two\n", null],
    ["other", null, "folder"],
    ["other/a.md", null, "one\n"],
    ["other/b.md", null, "two\n"],
  ])
  expect(changed.every(({ applied }) => applied === true)).toBe(true)
})

test("of a large file it is said that it was changed, and of many what they are", async () => {
  const { base, before } = place()
  await before.write("large.bin", new Uint8Array(200_000))
  const large = createNotedHome(base, true)
  await createFiles(large).write("large.bin", new Uint8Array(300_000))
  expect(await large.changed()).toMatchObject([{ before: { size: 200_000 }, after: { size: 300_000 } }])
  const many = createNotedHome(base, false)
  await createFiles(many).write("small.md", "text")
  const [small] = await many.changed()
  expect(small).toMatchObject({ path: "small.md", before: null, after: { size: 4 } })
  expect(small?.after).not.toHaveProperty("content")
})

function textIn(state: unknown): unknown {
  return (state as { content?: { $text?: string } } | null)?.content?.$text ?? state
}
