import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { FilesPort } from "../../model/ports.ts"
import { createFiles } from "../files/files.ts"
import type { FileHome } from "../files/home.ts"
import { createMemoryHome } from "../files/memoryHome.ts"
import { createNodeHome } from "../files/nodeHome.ts"
import { homeConformance } from "../files/testing/homeConformance.ts"
import { createOverlayHome, type FileChange } from "./overlayHome.ts"
import { sha256Of } from "./sha256.ts"

const now = () => 7

describe("over nothing", () => homeConformance(async () => createOverlayHome(createMemoryHome(now), now)))

describe("over files that were removed, it is empty", () => {
  homeConformance(async () => {
    const files = {
      "a/b/c.bin": "old",
      "log.txt": "old",
      "src/deep/old.ts": "old",
      "e/f/g": "old",
      "README.md": "",
    }
    const base = createMemoryHome(now, files)
    const overlay = createOverlayHome(base, now)
    const top = await overlay.entries("")
    if (top.ok) for (const { path } of top.value) await overlay.remove(path)
    return overlay
  })
})

async function over(files: { readonly [path: string]: string }) {
  const base = createMemoryHome(now, files)
  const overlay = createOverlayHome(base, now)
  return { base, overlay, port: createFiles(overlay) }
}

async function hash(text: string): Promise<string> {
  return sha256Of(new TextEncoder().encode(text))
}

function shown(changes: readonly FileChange[]) {
  return changes.map(({ path, before, after }) => ({
    path,
    before,
    after: after instanceof Uint8Array ? `file ${new TextDecoder().decode(after)}` : after,
  }))
}

async function listed(port: FilesPort): Promise<string[]> {
  const found = await port.list("**")
  return found.ok ? found.value.map(({ path }) => path) : [found.error.code]
}

test("files of the base are read through it, and are left as they are whatever is done", async () => {
  const files = { "keep.txt": "keep", "change.txt": "old", "gone/a": "a", "gone/b/c": "c" }
  const { base, overlay, port } = await over(files)
  expect(await port.readText("keep.txt")).toMatchObject({ value: "keep" })
  await port.write("change.txt", "new")
  await port.append("keep.txt", "!")
  await port.remove("gone")
  await port.write("made/x", "x")
  expect(await listed(port)).toEqual(["change.txt", "keep.txt", "made", "made/x"])
  expect(await port.readText("gone/b/c")).toMatchObject({ error: { code: "file_missing" } })
  expect(base.all()).toEqual(files)
  expect(shown(await overlay.changes())).toEqual([
    { path: "change.txt", before: await hash("old"), after: "file new" },
    { path: "gone", before: "folder", after: null },
    { path: "gone/a", before: await hash("a"), after: null },
    { path: "gone/b", before: "folder", after: null },
    { path: "gone/b/c", before: await hash("c"), after: null },
    { path: "keep.txt", before: await hash("keep"), after: "file keep!" },
    { path: "made", before: null, after: "folder" },
    { path: "made/x", before: null, after: "file x" },
  ])
})

test("what comes out as it was is no change", async () => {
  const { overlay, port } = await over({ a: "a", "f/b": "b" })
  await port.write("a", "other")
  await port.write("a", "a")
  await port.write("new", "x")
  await port.remove("new")
  await port.remove("f")
  await port.write("f/b", "b")
  expect(await overlay.changes()).toEqual([])
})

test.each([3, 40])("of %d that are removed none is seen, and what begins alike is", async count => {
  const names = Array.from({ length: count }, (_, at) => `d/${at}x`)
  const files = names.flatMap(name => [[`${name}/in/a`, "a"] as const, [`${name}y`, "y"] as const])
  const { overlay, port } = await over(Object.fromEntries(files))
  for (const name of names) await overlay.remove(name)
  expect((await listed(port)).sort()).toEqual(["d", ...names.map(name => `${name}y`)].sort())
  for (const name of names) {
    expect(await overlay.read(`${name}/in/a`)).toMatchObject({ error: { code: "file_missing" } })
    expect(await overlay.readStream(`${name}/in/a`)).toMatchObject({ error: { code: "file_missing" } })
    expect(await overlay.info(name)).toEqual({ ok: true, value: null })
    expect(await overlay.read(`${name}y`)).toMatchObject({ ok: true })
  }
})

test("a folder that is made anew does not show what the base had in it", async () => {
  const { port } = await over({ "f/old": "old", "f/deep/old": "old" })
  await port.remove("f")
  await port.write("f/new", "new")
  expect(await listed(port)).toEqual(["f", "f/new"])
  expect(await port.info("f/deep")).toEqual({ ok: true, value: null })
  expect(await port.info("f/deep/old")).toEqual({ ok: true, value: null })
})

test("a file takes the place of a folder, and a folder that of a file", async () => {
  const { base, overlay, port } = await over({ "f/in": "in", g: "g" })
  await port.remove("f")
  await port.write("f", "file now")
  await port.remove("g")
  await port.write("g/in", "folder now")
  expect(await overlay.apply()).toEqual({ ok: true })
  expect(base.all()).toEqual({ f: "file now", "g/in": "folder now" })
  expect(await overlay.changes()).toEqual([])
})

describe("applying", () => {
  test("makes the changes that were ticked, and leaves the others to come", async () => {
    const { base, overlay, port } = await over({ a: "a", b: "b" })
    await port.write("a", "A")
    await port.write("b", "B")
    await port.write("new/c", "C")
    expect(await overlay.apply(["a", "new/c"])).toEqual({ ok: true })
    expect(base.all()).toEqual({ a: "A", b: "b", "new/c": "C" })
    expect(shown(await overlay.changes()).map(({ path }) => path)).toEqual(["b", "new"])
    expect(await overlay.apply(["b"])).toEqual({ ok: true })
    expect(base.all()).toEqual({ a: "A", b: "B", "new/c": "C" })
  })

  test.each<[string, (base: FileHome) => Promise<unknown>]>([
    ["changed", base => base.write("a", new Uint8Array([1]))],
    ["removed", base => base.remove("a")],
    ["made", base => base.write("new", new Uint8Array([1]))],
    ["turned into a folder", async base => [await base.remove("a"), await base.makeFolder("a")]],
  ])("is refused as a whole where something was %s underneath", async (_, interfere) => {
    const { base, overlay, port } = await over({ a: "a", b: "b" })
    for (const path of ["a", "b", "new"]) await port.write(path, "mine")
    await interfere(base)
    const before = base.all()
    expect(await overlay.conflicts()).toMatchObject({ ok: true, value: [expect.stringMatching(/^(a|new)$/)] })
    const refused = await overlay.apply()
    expect(refused).toMatchObject({ ok: false, error: { code: "file_changed", retryable: false } })
    expect(base.all()).toEqual(before)
    expect(await overlay.apply(["b"])).toEqual({ ok: true })
    expect(base.all()).toEqual({ ...before, b: "mine" })
  })

  test("keeps what came into a folder that was to go", async () => {
    const { base, overlay, port } = await over({ "f/a": "a" })
    await port.remove("f")
    await base.write("f/late", new TextEncoder().encode("late"))
    expect(await overlay.apply()).toMatchObject({ error: { code: "file_changed" } })
    expect(base.all()).toEqual({ "f/late": "late" })
  })

  test("works on a real folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "overlay-"))
    mkdirSync(join(folder, "f"))
    writeFileSync(join(folder, "f", "a"), "a")
    const overlay = createOverlayHome(createNodeHome(folder), now)
    const port = createFiles(overlay)
    await port.move("f", "g")
    await port.append("g/a", "!")
    expect(readdirSync(folder)).toEqual(["f"])
    expect(await overlay.apply()).toEqual({ ok: true })
    expect(readdirSync(folder)).toEqual(["g"])
    expect(readFileSync(join(folder, "g", "a"), "utf8")).toBe("a!")
    rmSync(folder, { recursive: true })
  })
})

test("it is like a workspace of its own, and applied it is that workspace", async () => {
  const path = fc.constantFrom("a", "b", "a/b", "a/b/c", "b/c", "d")
  const change = fc.oneof(
    fc.record({ do: fc.constant("write" as const), path, to: fc.constantFrom("a", "x", "y") }),
    fc.record({ do: fc.constantFrom("remove" as const, "makeFolder" as const), path, to: fc.constant("a") }),
    fc.record({ do: fc.constantFrom("move" as const, "copy" as const, "append" as const), path, to: path }),
  )
  type Change = {
    do: "write" | "remove" | "makeFolder" | "move" | "copy" | "append"
    path: string
    to: string
  }
  const perform = async (port: FilesPort, one: Change) => {
    const done = await (one.do === "remove" || one.do === "makeFolder"
      ? port[one.do](one.path)
      : port[one.do](one.path, one.to))
    return done.ok ? "ok" : done.error.code
  }
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom("a/b", "b/c", "d"), fc.constantFrom("x", "y")),
      fc.array(change, { maxLength: 12 }),
      async (files, some) => {
        const { base, overlay, port } = await over(files)
        const plain = createMemoryHome(now, files)
        const plainPort = createFiles(plain)
        for (const one of some) expect(await perform(port, one)).toBe(await perform(plainPort, one))
        expect(await listed(port)).toEqual(await listed(plainPort))
        expect(base.all()).toEqual(createMemoryHome(now, files).all())
        expect(await overlay.apply()).toEqual({ ok: true })
        expect(base.all()).toEqual(plain.all())
        expect(await listed(createFiles(base))).toEqual(await listed(plainPort))
        expect(await overlay.changes()).toEqual([])
      },
    ),
    { numRuns: 300 },
  )
})
