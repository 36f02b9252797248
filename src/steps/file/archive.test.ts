import { strToU8, zipSync } from "fflate"
import { describe, expect, test } from "vitest"
import corpus from "../../../e2e/corpus/bad-inputs.json"
import { joinBytes } from "../../lib/joinBytes.ts"
import { streamOf } from "../../model/byteStream.ts"
import type { FilesPort } from "../../model/ports.ts"
import { createFiles } from "../../ports/files/files.ts"
import { createMemoryHome } from "../../ports/files/memoryHome.ts"
import { createTestPorts } from "../testing/createTestPorts.ts"
import { archiveEnd, endSize } from "./archiveList.ts"
import { nextPiece, openFile } from "./feed.ts"
import { takeBytes } from "./sink.ts"
import { fileUnzip } from "./unzip.ts"
import { work } from "./unzipWork.ts"
import { fileZip } from "./zip.ts"
import { work as zipWork } from "./zipWork.ts"

function situation(files: FilesPort) {
  const context = {
    ports: { ...createTestPorts(), files },
    signal: new AbortController().signal,
    progress() {},
  }
  const run = async (step: typeof fileZip | typeof fileUnzip, parameters: object) => {
    const input = step.input.parse(parameters)
    const outcome = await step.run?.(input as never, context as never)
    return outcome?.type === "failed" ? outcome.problem.code : outcome
  }
  return { zip: (p: object) => run(fileZip, p), unzip: (p: object) => run(fileUnzip, p) }
}

function workspace(files: { readonly [path: string]: string } = {}) {
  const home = createMemoryHome(() => 0, files)
  const port = createFiles(home)
  return { home, port, ...situation(port) }
}

test("what was zipped is unzipped, byte for byte, and zipping again gives the same archive", async () => {
  const bytes = Uint8Array.from({ length: 30_000 }, (_, n) => (n * n) % 251)
  const { home, port, zip, unzip } = workspace({ "a/ü.txt": "ü", "a/empty": "" })
  await port.write("a/deep/b.bin", bytes)
  expect(await zip({ folder: "a/", to: "x.zip" })).toMatchObject({ outlets: { success: { count: 3 } } })
  const first = await port.read("x.zip")
  await zip({ folder: "a", to: "x.zip" })
  expect(await port.read("x.zip")).toEqual(first)
  expect(await unzip({ path: "x.zip", to: "b" })).toMatchObject({ outlets: { success: { count: 3 } } })
  expect(await port.read("b/deep/b.bin")).toEqual({ ok: true, value: bytes })
  expect(home.all()["b/ü.txt"]).toBe("ü")
  expect(home.all()["b/empty"]).toBe("")
  expect(await unzip({ path: "x.zip", to: "b" })).toMatchObject({ type: "done" })
})

describe("archives that are made to do harm write nothing", () => {
  const blanks = new Uint8Array(8_000_000)
  const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`f${n}`, strToU8("x")]))
  test.each([
    [
      "ZP-004 a way out",
      () => zipSync({ "ok.txt": strToU8("x"), "../evil.txt": strToU8("x") }),
      "archive_bad_name",
    ],
    ["ZP-005 an absolute path", () => zipSync({ "/etc/passwd": strToU8("x") }), "archive_bad_name"],
    ["a drive", () => zipSync({ "C:\\evil.txt": strToU8("x") }), "archive_bad_name"],
    ["git's own folder", () => zipSync({ ".git/hooks/post-checkout": strToU8("x") }), "archive_bad_name"],
    [
      "ZP-010 a name in two spellings",
      () => zipSync({ "a.txt": strToU8("1"), "A.txt": strToU8("2") }),
      "archive_twice",
    ],
    ["ZP-001 a bomb", () => zipSync({ "bomb.txt": [blanks, { level: 9 }] }), "archive_bomb"],
    ["too many files", () => zipSync(many, { level: 0 }), "archive_entries"],
    ["half an archive", () => zipSync({ a: noise(200_000) }).slice(0, 100_000), "archive_broken"],
    ["a broken middle", () => zipSync({ a: noise(5_000) }).fill(0xff, 60, 3_000), "archive_broken"],
    ["no archive", () => strToU8("hello"), "archive_broken"],
    ["ZP-008 a reserved name", () => zipSync({ CON: strToU8("x") }), "archive_bad_name"],
    ["ZP-008 a dot at the end", () => zipSync({ "a.": strToU8("x") }), "archive_bad_name"],
    ["ZP-011 a size that is a lie", () => listed(zipSync({ a: noise(5_000) }), 24, 10), "archive_broken"],
    ["ZP-013 a link", () => listed(zipSync({ a: strToU8("/etc/passwd") }), 38, 0xa1ff0000), "archive_link"],
    ["ZP-014 a locked file", () => listed(zipSync({ a: strToU8("x") }), 8, 1), "archive_locked"],
    [
      "ZP-016 something else before it",
      () => Uint8Array.from([...noise(1_000), ...zipSync({ a: strToU8("x") })]),
      "archive_broken",
    ],
    ["ZP-017 an unknown way of folding", () => folded(zipSync({ a: strToU8("x") }), 9), "archive_broken"],
  ])("%s", async (_, make, code) => {
    const { home, port, unzip } = workspace()
    await port.write("x.zip", make())
    expect(await unzip({ path: "x.zip", to: "out" })).toBe(code)
    expect(Object.keys(home.all())).toEqual(["x.zip"])
  })
})

/** An archive of one file whose list has all its numbers where those of more than 4 GB stand. */
function inLargerForm(archive: Uint8Array): Uint8Array {
  const view = new DataView(archive.buffer)
  const mark = archive.length - endSize
  const list = view.getUint32(mark + 16, true)
  const entry = archive.slice(list, mark)
  const field = new DataView(new ArrayBuffer(28))
  field.setUint16(0, 1, true)
  field.setUint16(2, 24, true)
  for (const [at, from] of [24, 20, 42].entries()) {
    field.setBigUint64(4 + at * 8, BigInt(view.getUint32(list + from, true)), true)
    new DataView(entry.buffer).setUint32(from, 0xffffffff, true)
  }
  new DataView(entry.buffer).setUint16(30, 28, true)
  const whole = joinBytes([entry, new Uint8Array(field.buffer)])
  // Of so many files as the plain form cannot count: this end is the larger one, and is told the truth.
  const end = archiveEnd(0xffff, { start: list, size: whole.length })
  for (const at of [24, 32]) new DataView(end.buffer).setBigUint64(at, 1n, true)
  return joinBytes([archive.slice(0, list), whole, end])
}

test("an archive in the form for more than 4 GB is unfolded, and one whose numbers lead nowhere is refused", async () => {
  const { home, port, unzip } = workspace()
  const large = inLargerForm(zipSync({ "a.bin": noise(5_000) }))
  await port.write("x.zip", large)
  expect(await unzip({ path: "x.zip", to: "out" })).toMatchObject({
    outlets: { success: { count: 1, size: 5_000 } },
  })
  expect(await port.read("out/a.bin")).toEqual({ ok: true, value: noise(5_000) })
  for (const [at, wrong] of [
    [large.length - endSize - 12, 7n],
    [large.length - endSize - 20 - 8, 1n << 60n],
    [large.length - endSize - 20 - 56 - 8, 1n << 50n],
  ] as const) {
    const bad = large.slice()
    new DataView(bad.buffer).setBigUint64(at, wrong, true)
    await port.write("bad.zip", bad)
    expect(await unzip({ path: "bad.zip", to: "other" }), String(at)).toBe("archive_broken")
  }
  expect(Object.keys(home.all()).sort()).toEqual(["bad.zip", "out/a.bin", "x.zip"])
})

test("more files than the plain form of zip can count are zipped and unzipped", async () => {
  const entries = Array.from({ length: 66_000 }, (_, n) => ({ name: `d${n % 100}/${n}`, size: 5 }))
  const made: Uint8Array[] = []
  /** Answers a job that asks for files: what the file is, given its number, and what becomes of what comes. */
  const jobContext = (bytesOf: (file: number) => Uint8Array) => {
    let left: Uint8Array | null = null
    const call = async (what: string, value: unknown) => {
      if (what === openFile) left = bytesOf(Number(value))
      else if (what === nextPiece) [value, left] = [left, null]
      else if (what === takeBytes) made.push(value as Uint8Array)
      return what === nextPiece ? value : true
    }
    return { call, progress() {}, part() {} }
  }
  await zipWork(
    { entries, level: 0 },
    jobContext(file => strToU8(String(file).padStart(5))),
  )
  const archive = joinBytes(made)
  const input = { path: "x.zip", size: archive.length, largest: 1e9, most: 100_000, give: ["d0/65900"] }
  made.length = 0
  const listed = await work(
    input,
    jobContext(() => archive),
  )
  expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(entries.map(({ name }) => name))
  expect(made).toEqual([strToU8("65900")])
}, 60_000)

test("ZP-002 an archive within an archive stays one, and ZP-007 names that programs trip over are plain names", async () => {
  const { home, port, unzip } = workspace()
  const inner = zipSync({ "b.txt": strToU8("b") })
  await port.write("x.zip", zipSync({ "inner.zip": inner, "constructor/toString": strToU8("x") }))
  expect(await unzip({ path: "x.zip", to: "out" })).toMatchObject({ outlets: { success: { count: 2 } } })
  expect(Object.keys(home.all()).sort()).toEqual(["out/constructor/toString", "out/inner.zip", "x.zip"])
})

test("ZP-019 a hostile workflow comes out of an archive to the byte, to be opened as if it had come alone", async () => {
  const { port, unzip } = workspace()
  const hostile = corpus.filter(
    ({ surface, input }) => surface === "yaml-import" && !/^gen:/.test(input ?? ""),
  )
  const entries = hostile.map(({ id, input }) => [`${id}.yaml`, strToU8(input ?? "")] as const)
  await port.write("x.zip", zipSync(Object.fromEntries(entries)))
  expect(await unzip({ path: "x.zip", to: "out" })).toMatchObject({
    outlets: { success: { count: entries.length } },
  })
  for (const [name, bytes] of entries)
    expect(await port.read(`out/${name}`)).toEqual({ ok: true, value: bytes })
})

test("ZP-020 a page and a script in an archive are files like any other", async () => {
  const { home, port, unzip } = workspace()
  const page = { "index.html": strToU8("<script src=script.js></script>"), "script.js": strToU8("alert(1)") }
  await port.write("x.zip", zipSync(page))
  expect(await unzip({ path: "x.zip", to: "out" })).toMatchObject({
    outlets: { success: { count: 2, files: [{ path: "out/index.html" }, { path: "out/script.js" }] } },
  })
  expect(Object.keys(home.all()).sort()).toEqual(["out/index.html", "out/script.js", "x.zip"])
})

test("what is too much is found while it unfolds, not after", async () => {
  const blanks = new Uint8Array(60_000_000)
  const archive = zipSync({ a: [blanks, { level: 0 }], b: [blanks, { level: 0 }] })
  let last = 0
  let pieces = streamOf(archive).getReader()
  const context = {
    progress: (share: number) => {
      last = share
    },
    part() {},
    async call(what: string) {
      if (what === nextPiece) return (await pieces.read()).value ?? null
      pieces = streamOf(archive).getReader()
      return true
    },
  }
  const input = { path: "x.zip", size: archive.length, largest: 100_000_000, most: 1_000, give: [] }
  expect(await work(input, context)).toMatchObject({ error: { code: "archive_too_big" } })
  expect(last).toBeGreaterThan(0.5)
  expect(last).toBeLessThan(0.9)
})

test("a disk that fills up takes back what was written", async () => {
  const home = createMemoryHome(() => 0, { "out/b": "old" })
  let room = 2
  const files = createFiles({
    ...home,
    writeStream: async (path, bytes) =>
      room-- > 0 ? home.writeStream(path, bytes) : (home.read("nowhere") as never),
  })
  await createFiles(home).write(
    "x.zip",
    zipSync({ a: strToU8("1"), b: strToU8("2"), c: strToU8("3"), d: strToU8("4") }),
  )
  const before = home.all()
  const { unzip } = situation(files)
  expect(await unzip({ path: "x.zip", to: "out", overwrite: true })).toBe("file_missing")
  expect(home.all()).toEqual(before)
})

test("more than can be unzipped is not zipped", async () => {
  const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`f${n}`, "x"]))
  expect(await workspace(many).zip({ to: "x.zip" })).toBe("archive_entries")
})

/** Bytes that hardly fold. */
function noise(size: number): Uint8Array {
  let seed = 1
  return Uint8Array.from({ length: size }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return seed >>> 16
  })
}

/** The archive with a number in its list changed, so many bytes after the entry's mark. */
function listed(archive: Uint8Array, at: number, value: number): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  for (let entry = archive.length - 46; entry >= 0; entry--) {
    if (view.getUint32(entry, true) !== 0x02014b50) continue
    if (at === 8) view.setUint16(entry + at, value, true)
    else view.setUint32(entry + at, value, true)
    return archive
  }
  throw new Error("Expected a list of files")
}

/** The archive whose first file says that it was folded in another way. */
function folded(archive: Uint8Array, way: number): Uint8Array {
  new DataView(archive.buffer, archive.byteOffset).setUint16(8, way, true)
  return archive
}
