import { afterEach, describe, expect, test } from "vitest"
import { StreamFailure } from "../../model/byteStream.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { LargeFiles } from "../../model/largeFiles.ts"
import { readBackup, writeBackup } from "../../storage/backup.ts"
import { createDatabase, type Database } from "../../storage/database.ts"
import { createLargeFiles, type LargeFilesParts, sweepLargeFiles } from "../../storage/largeFiles.ts"
import { createOverlayHome } from "../overlay/overlayHome.ts"
import { createDexieFiles, createDexieHome } from "./dexieHome.ts"
import { homeConformance } from "./testing/homeConformance.ts"

const opened: Database[] = []
afterEach(() => {
  for (const database of opened.splice(0)) database.close()
})

function database(): Database {
  const made = createDatabase(`files-${crypto.randomUUID()}`)
  opened.push(made)
  return made
}

/** A place for large files that nothing else is kept in. */
function largeParts(): LargeFilesParts {
  const name = `large-${crypto.randomUUID()}`
  const root = async () => (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true })
  // Others keep theirs at the same time.
  const request = (lock: string, ...rest: [LockOptions, LockGrantedCallback<unknown>]) =>
    navigator.locks.request(`${lock}-${name}`, ...rest)
  return { root, locks: { request } as LockManager, newId: () => crypto.randomUUID() }
}

const largeFiles = (): LargeFiles => createLargeFiles(largeParts())

describe("the private workspace", () => {
  homeConformance(async () => createDexieHome(database().kept, () => 1_000, largeFiles()))
})

describe("the private workspace without a place for large files", () => {
  homeConformance(async () => createDexieHome(database().kept, () => 1_000))
})

describe("a large file", () => {
  const megabyte = Uint8Array.from({ length: 1_000_000 }, (_, at) => at % 251)
  /** So many megabytes, one by one; then it ends, or breaks. */
  const megabytes = (count: number, broken = false) => {
    let come = 0
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        if (come++ < count) controller.enqueue(megabyte.slice())
        else if (broken)
          controller.error(new StreamFailure(fileProblem("file_trouble", { path: "x", why: "cut" })))
        else controller.close()
      },
    })
  }
  const named = async (root: LargeFilesParts["root"]) => {
    const folder = await (await root()).getDirectoryHandle("large-files", { create: true })
    const names: string[] = []
    for await (const name of folder.keys()) names.push(name)
    return names
  }

  test("is beyond what a row may have, comes and goes piece by piece, and stands there with its commit alone", async () => {
    const parts = largeParts()
    const { kept } = database()
    const attempt = createDexieFiles(kept, () => 1, createLargeFiles(parts))
    expect(await attempt.files.writeStream("film.bin", megabytes(120))).toMatchObject({
      value: { size: 120_000_000, kind: "file" },
    })
    const [row] = attempt.staged()
    expect(JSON.stringify(row).length).toBeLessThan(200)
    const outside = createDexieFiles(kept, () => 2, createLargeFiles(parts))
    expect(await outside.files.info("film.bin")).toEqual({ ok: true, value: null })
    if (row?.value) await kept.put({ store: row.store, key: row.key, value: row.value })
    const overlay = createOverlayHome(outside.home, () => 3)
    for (const home of [outside.home, overlay]) {
      const stream = await home.readStream("film.bin")
      let [size, isSame] = [0, true]
      if (stream.ok)
        for await (const piece of stream.value) {
          isSame &&= piece[0] === megabyte[size % 1_000_000]
          size += piece.length
        }
      expect([size, isSame]).toEqual([120_000_000, true])
    }
    const part = await outside.home.read("film.bin")
    expect(part.ok && part.value.length).toBe(120_000_000)
  })

  test("that breaks leaves the old one, and what no row names is swept once nobody can name it", async () => {
    const parts = largeParts()
    const data = database()
    const writing = new AbortController()
    // A place that ends gives back its locks.
    const ended = new Promise<void>(go => writing.signal.addEventListener("abort", () => go()))
    const given: Promise<unknown>[] = []
    const request = (name: string, how: LockOptions, work: LockGrantedCallback<unknown>) => {
      const back = parts.locks.request(name, how, lock => Promise.race([work(lock), ended]))
      given.push(back)
      return back
    }
    const mortal = { request } as LockManager
    const home = createDexieHome(data.kept, () => 1, createLargeFiles({ ...parts, locks: mortal }))
    expect((await home.writeStream("a.bin", megabytes(5))).ok).toBe(true)
    expect(await home.writeStream("a.bin", megabytes(6, true))).toMatchObject({
      error: { code: "file_trouble" },
    })
    expect(await home.info("a.bin")).toMatchObject({ value: { size: 5_000_000 } })
    expect((await home.writeStream("a.bin", megabytes(7))).ok).toBe(true)
    expect((await named(parts.root)).length).toBe(3)
    expect(await sweepLargeFiles(data, parts)).toBe(0)
    writing.abort()
    await Promise.all(given)
    expect(await sweepLargeFiles(data, parts)).toBe(2)
    expect(await home.read("a.bin")).toMatchObject({ ok: true, value: { length: 7_000_000 } })
    const folder = await (await parts.root()).getDirectoryHandle("large-files")
    for (const name of await named(parts.root)) await folder.removeEntry(name)
    expect(await home.read("a.bin")).toMatchObject({ error: { code: "file_lost" } })
    expect((await home.write("a.bin", new Uint8Array(1))).ok).toBe(true)
  })

  test("that finds the disk full is named, and leaves nothing", async () => {
    const full: LargeFiles = {
      keep: async bytes => {
        await bytes.cancel()
        throw new DOMException("No room", "QuotaExceededError")
      },
      find: async () => null,
    }
    const home = createDexieHome(database().kept, () => 1, full)
    expect(await home.writeStream("a/b.bin", megabytes(9))).toMatchObject({ error: { code: "file_no_room" } })
    expect(await home.write("b.bin", new Uint8Array(5_000_000))).toMatchObject({
      error: { code: "file_no_room" },
    })
    expect(await home.entries("")).toEqual({ ok: true, value: [] })
  })

  test("travels with everything in a backup", async () => {
    const [here, there] = [database(), database()]
    const [mine, theirs] = [createLargeFiles(largeParts()), createLargeFiles(largeParts())]
    await createDexieHome(here.kept, () => 1, mine).writeStream("a.bin", megabytes(9))
    const bytes = await new Response(writeBackup(here, 5, { large: mine })).arrayBuffer()
    const stream = (part: ArrayBuffer) => new Response(part).body as ReadableStream<Uint8Array>
    expect(await readBackup(there, stream(bytes.slice(0, -100)), 6, theirs)).toMatchObject({ ok: false })
    expect(await there.kept.count()).toBe(0)
    expect(await readBackup(there, stream(bytes), 6, theirs)).toMatchObject({ ok: true })
    const [before, after] = await Promise.all([
      createDexieHome(here.kept, () => 1, mine).read("a.bin"),
      createDexieHome(there.kept, () => 1, theirs).read("a.bin"),
    ])
    expect(before.ok && after.ok && indexedDB.cmp(before.value, after.value)).toBe(0)
    // The copy that the page keeps beside its database names the bytes, which stand beside it too.
    expect((await new Response(writeBackup(here, 5)).arrayBuffer()).byteLength).toBeLessThan(2_000)
  })
})

describe("the private workspace of an attempt", () => {
  test("shows its own writes to itself, and to others once they are committed", async () => {
    const { kept } = database()
    await createDexieHome(kept, () => 1).write("a.txt", new TextEncoder().encode("old"))
    const { files, staged } = createDexieFiles(kept, () => 2)
    await files.write("a.txt", "new")
    await files.write("b/c.txt", "more")
    await files.remove("a.txt")
    await files.write("d.bin", new Uint8Array([0, 255]))
    expect(await files.readText("b/c.txt")).toEqual({ ok: true, value: "more" })
    expect(await files.list("**")).toMatchObject({
      ok: true,
      value: [{ path: "b" }, { path: "b/c.txt" }, { path: "d.bin", size: 2 }],
    })
    const other = createDexieFiles(kept, () => 3)
    expect(await other.files.readText("a.txt")).toEqual({ ok: true, value: "old" })
    expect(await other.files.info("b")).toEqual({ ok: true, value: null })
    for (const { store, key, value } of staged()) {
      if (value === null) await kept.delete([store, key])
      else await kept.put({ store, key, value })
    }
    expect(await other.files.info("a.txt")).toEqual({ ok: true, value: null })
    expect(await other.files.read("d.bin")).toEqual({ ok: true, value: new Uint8Array([0, 255]) })
  })
})
