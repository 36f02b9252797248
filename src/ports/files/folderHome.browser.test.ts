import { afterEach, describe, expect, test } from "vitest"
import { streamOf } from "../../model/byteStream.ts"
import { gather } from "./byteStreams.ts"
import { createFiles } from "./files.ts"
import { createFolderHome } from "./folderHome.ts"
import type { PickedFolder } from "./pickedFolder.ts"
import { homeConformance } from "./testing/homeConformance.ts"

/*
 * A folder of the browser's own disk has the very interface of one that was picked; what the system around a picked
 * one does besides (capitals that do not count, a folder that is closed or gone) stands around it here.
 */

const made: string[] = []
afterEach(async () => {
  const root = await navigator.storage.getDirectory()
  for (const name of made.splice(0)) await root.removeEntry(name, { recursive: true }).catch(() => {})
})

async function newFolder(): Promise<PickedFolder> {
  const name = `folder-${crypto.randomUUID()}`
  made.push(name)
  return (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true })
}

describe("a workspace in a picked folder", () => {
  homeConformance(async () => createFolderHome(await newFolder()))

  test("what many write to one file at once is whole", async () => {
    const home = createFolderHome(await newFolder())
    const texts = Array.from({ length: 8 }, (_, at) => `${at}`.repeat(50_000))
    await Promise.all(texts.map(text => home.write("a.txt", new TextEncoder().encode(text))))
    const read = await home.read("a.txt")
    expect(texts).toContain(read.ok && new TextDecoder().decode(read.value))
  })

  test("where capitals do not count, a file is not overwritten under another name", async () => {
    const files = createFiles(createFolderHome(withoutCase(await newFolder())))
    await files.write("README.md", "x")
    await files.write("src/a.ts", "a")
    expect(await files.write("readme.md", "y")).toMatchObject({ error: { code: "file_case_twin" } })
    expect(await files.write("src/A.ts", "y")).toMatchObject({ error: { code: "file_case_twin" } })
    expect(await files.write("README.md", "z")).toMatchObject({ ok: true })
    expect(await files.readText("README.md")).toEqual({ ok: true, value: "z" })
  })

  test("once the browser has closed the folder, everything asks for it to be opened again", async () => {
    const folder = await newFolder()
    let isOpen = true
    const home = createFolderHome(closable(folder, () => isOpen))
    const files = createFiles(home)
    await files.write("a/b.txt", "kept")
    const slow = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(new Uint8Array(100_000))
        isOpen = false
      },
    })
    expect(await home.writeStream("a/b.txt", slow)).toMatchObject({ error: { code: "folder_lapsed" } })
    for (const asked of [files.read("a/b.txt"), files.write("c", "x"), files.list("**"), files.remove("a")])
      expect(await asked).toMatchObject({
        error: {
          code: "folder_lapsed",
          data: { pattern: "folder", say: expect.stringContaining(folder.name) },
        },
      })
    isOpen = true
    expect(await files.readText("a/b.txt")).toEqual({ ok: true, value: "kept" })
    expect(await files.list("**")).toMatchObject({ value: [{ path: "a" }, { path: "a/b.txt" }] })
  })

  test("a folder that has gone is named", async () => {
    const folder = await newFolder()
    const files = createFiles(createFolderHome(folder))
    await (await navigator.storage.getDirectory()).removeEntry(folder.name, { recursive: true })
    for (const asked of [files.read("a"), files.write("a", "x"), files.list("**")])
      expect(await asked).toMatchObject({ error: { code: "file_no_workspace" } })
  })

  test("a full disk leaves nothing half-written", async () => {
    const folder = await newFolder()
    const full = instead(folder, {
      createWritable: async () => {
        throw new DOMException("full", "QuotaExceededError")
      },
    })
    const files = createFiles(createFolderHome(full))
    expect(await files.write("a.txt", "x")).toMatchObject({
      error: { code: "file_no_room", retryable: true },
    })
    expect(await files.list("**")).toEqual({ ok: true, value: [] })
  })

  test("60 MB pass through in pieces", async () => {
    const home = createFolderHome(await newFolder())
    let left = 60
    const bytes = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left-- === 0) controller.close()
        else controller.enqueue(new Uint8Array(1_000_000).fill(left))
      },
    })
    expect(await home.writeStream("big.bin", bytes)).toMatchObject({ ok: true })
    expect(await home.info("big.bin")).toMatchObject({ value: { size: 60_000_000 } })
    const copied = await createFiles(home).copy("big.bin", "copy.bin")
    expect(copied).toMatchObject({ ok: true, value: { size: 60_000_000 } })
    const stream = await home.readStream("copy.bin")
    if (!stream.ok) throw new Error(stream.error.message)
    const reader = stream.value.getReader()
    const { value } = await reader.read()
    expect(value?.[0]).toBe(59)
    await reader.cancel()
    expect(await gather("x", streamOf(new Uint8Array(10)), 9)).toMatchObject({
      error: { code: "file_beyond_home" },
    })
  })
})

/** The handle with some of its methods, and those of all handles below, in other hands. */
function instead(handle: PickedFolder, methods: { readonly [name: string]: unknown }): PickedFolder {
  const wrap = (given: object): object =>
    new Proxy(given, {
      get(target, name) {
        const own: unknown = methods[String(name)]
        if (own !== undefined) return typeof own === "function" ? own.bind(target) : own
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== "function") return value
        if (name === "values" || name === "keys") return value.bind(target)
        return async (...args: readonly unknown[]) => {
          const answer: unknown = await value.apply(target, args)
          return answer instanceof FileSystemHandle ? wrap(answer) : answer
        }
      },
    })
  return wrap(handle) as PickedFolder
}

/** A folder on a system that does not tell capitals apart. */
function withoutCase(handle: PickedFolder): PickedFolder {
  async function nameIn(folder: FileSystemDirectoryHandle, name: string): Promise<string> {
    for await (const each of folder.keys()) if (each.toLowerCase() === name.toLowerCase()) return each
    return name
  }
  const wrap = (folder: FileSystemDirectoryHandle): PickedFolder =>
    new Proxy(folder, {
      get(target, name) {
        if (name === "getFileHandle")
          return async (asked: string, options?: object) =>
            target.getFileHandle(await nameIn(target, asked), options)
        if (name === "getDirectoryHandle")
          return async (asked: string, options?: object) =>
            wrap(await target.getDirectoryHandle(await nameIn(target, asked), options))
        const value: unknown = Reflect.get(target, name)
        return typeof value === "function" ? value.bind(target) : value
      },
    })
  return wrap(handle)
}

/** A folder that the browser may close. */
function closable(handle: PickedFolder, isOpen: () => boolean): PickedFolder {
  const guarded = (given: object): object =>
    new Proxy(given, {
      get(target, name) {
        if (name === "queryPermission") return async () => (isOpen() ? "granted" : "prompt")
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== "function") return value
        if (name === "values" || name === "keys")
          return () => {
            if (!isOpen()) throw new DOMException("closed", "NotAllowedError")
            return value.call(target)
          }
        return async (...args: readonly unknown[]) => {
          if (!isOpen() && name !== "abort") throw new DOMException("closed", "NotAllowedError")
          const answer: unknown = await value.apply(target, args)
          const isHandle =
            answer instanceof FileSystemHandle || answer instanceof FileSystemWritableFileStream
          return isHandle ? guarded(answer) : answer
        }
      },
    })
  return guarded(handle) as PickedFolder
}
