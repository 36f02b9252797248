import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { createAppendNotes } from "../../cli/appendNotes.ts"
import type { FilesPort } from "../../model/ports.ts"
import { createFiles } from "./files.ts"
import { createKeyedFiles } from "./keyedFiles.ts"
import { createMemoryHome } from "./memoryHome.ts"

const folder = mkdtempSync(join(tmpdir(), "rivulet-keyed-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
function open() {
  const files = createFiles(createMemoryHome(() => 0))
  const notes = createAppendNotes(join(folder, String(count++)))
  return { files, notes, keyed: keyedOver(files, notes) }
}

function keyedOver(files: FilesPort, notes: ReturnType<typeof createAppendNotes>) {
  const keyed = createKeyedFiles(notes)
  return (key: string) => keyed(key, files)
}

async function textOf(files: FilesPort): Promise<string> {
  const text = await files.readText("log.txt")
  return text.ok ? text.value : ""
}

test("the same append under the same key is made once, by whichever program repeats it", async () => {
  const { files, notes, keyed } = open()
  await keyed("k").append("log.txt", "one\n")
  await keyed("k").append("log.txt", "one\n")
  expect(await keyedOver(files, notes)("k").append("log.txt", "one\n")).toMatchObject({
    ok: true,
    value: { size: 4 },
  })
  expect(await textOf(files)).toBe("one\n")
  await keyed("other").append("log.txt", "one\n")
  expect(await textOf(files)).toBe("one\none\n")
})

test("it is known though others have appended since", async () => {
  const { files, keyed } = open()
  await keyed("a").append("log.txt", "one\n")
  await keyed("b").append("log.txt", "two\n")
  await keyed("a").append("log.txt", "one\n")
  expect(await textOf(files)).toBe("one\ntwo\n")
})

test("an append that was cut before it was made is made", async () => {
  const { files, notes } = open()
  const cut = keyedOver({ ...files, append: async () => Promise.reject(new Error("cut")) }, notes)
  await expect(cut("a").append("log.txt", "one\n")).rejects.toThrow("cut")
  await keyedOver(files, notes)("a").append("log.txt", "one\n")
  expect(await textOf(files)).toBe("one\n")
})

test("two appends of one attempt are two", async () => {
  const { files, keyed } = open()
  for (const _ of [1, 2]) {
    const port = keyed("a")
    await port.append("log.txt", "x")
    await port.append("log.txt", "x")
  }
  expect(await textOf(files)).toBe("xx")
})

test("appends that come at once are all made", async () => {
  const { files, keyed } = open()
  await Promise.all(Array.from({ length: 20 }, (_, at) => keyed(`k${at}`).append("log.txt", "x\n")))
  expect(await textOf(files)).toBe("x\n".repeat(20))
})
