import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { createFiles } from "./files.ts"
import { createMemoryHome } from "./memoryHome.ts"
import { createNodeHome } from "./nodeHome.ts"
import { homeConformance } from "./testing/homeConformance.ts"

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "home-"))
  folders.push(folder)
  return folder
}

describe("a workspace in memory", () => homeConformance(async () => createMemoryHome(() => 0)))

describe("a workspace in a folder", () => {
  homeConformance(async () => createNodeHome(newFolder()))

  test("links that lead out are not followed", async () => {
    const outside = newFolder()
    writeFileSync(join(outside, "secret"), "s")
    const inside = newFolder()
    symlinkSync(outside, join(inside, "out"))
    symlinkSync(join(outside, "secret"), join(inside, "link"))
    symlinkSync(join(outside, "new"), join(inside, "dangling"))
    const files = createFiles(createNodeHome(inside))
    for (const path of ["out/secret", "link"])
      expect(await files.read(path)).toMatchObject({ error: { code: "file_path_leaves" } })
    for (const path of ["out/x", "link", "dangling"]) {
      expect(await files.write(path, "x")).toMatchObject({ error: { code: "file_path_leaves" } })
    }
    expect(readFileSync(join(outside, "secret"), "utf8")).toBe("s")
    expect(readdirSync(outside)).toEqual(["secret"])
  })

  test("a folder that is not there yet is named, and found once it is", async () => {
    const folder = join(newFolder(), "later")
    const files = createFiles(createNodeHome(folder))
    for (const asked of [files.read("a"), files.write("a", "x"), files.list("**"), files.info("a")])
      expect(await asked).toMatchObject({ error: { code: "file_no_workspace" } })
    mkdirSync(folder)
    expect(await files.write("a", "x")).toMatchObject({ ok: true })
  })

  test("a whole folder is renamed at once, with the links in it", async () => {
    const folder = newFolder()
    mkdirSync(join(folder, "a"))
    symlinkSync("elsewhere", join(folder, "a", "link"))
    const files = createFiles(createNodeHome(folder))
    expect(await files.move("a", "b/c")).toMatchObject({ ok: true, value: { path: "b/c", kind: "folder" } })
    expect(readdirSync(folder)).toEqual(["b"])
    expect(readdirSync(join(folder, "b", "c"))).toEqual(["link"])
  })

  test("[E12] a write that fails leaves nothing half-written", async () => {
    const folder = newFolder()
    mkdirSync(join(folder, "taken"))
    const files = createFiles(createNodeHome(folder))
    expect(await files.write("taken", "x")).toMatchObject({ ok: false })
    expect(readdirSync(folder)).toEqual(["taken"])
  })
})
