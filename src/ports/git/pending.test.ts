import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { err } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { FileHome } from "../files/home.ts"
import { createNodeHome } from "../files/nodeHome.ts"
import { dyingHome } from "../files/testing/dyingHome.ts"
import { contentsFolder, pendingPath } from "./pending.ts"
import { filesIn } from "./testing/cloningConformance.ts"
import { codeOf, testGit, valueIn } from "./testing/gitConformance.ts"

/* A merge that is cut between two changes of a real folder, and what becomes of it. */

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const key = "run:merge#1:0"

type Writing = { readonly mostInText?: number }

/** What is to be changed is written down as one text, or, of more than fits, in files of its own. */
const writings: readonly (readonly [how: string, more: Writing])[] = [
  ["as one text", {}],
  ["in files of its own", { mostInText: 3 }],
]

/** A folder on `main`, with a branch `side` that changes, adds and removes files. */
async function branched(): Promise<FileHome> {
  const folder = mkdtempSync(join(tmpdir(), "pending-"))
  folders.push(folder)
  const home = createNodeHome(folder)
  const one = testGit(home)
  await one.git.init({})
  await one.commit("Base", { a: "1\n", b: "1\n", gone: "x", "d/e": "1\n" })
  await one.git.checkout({ to: "side", create: true })
  await one.commit("Side", { a: "2\n", b: "2\n", gone: null, "d/e": "2\n", new: "n\n" })
  await one.git.checkout({ to: "main" })
  return home
}

/** The folder as a merge leaves it that is cut after so many changes. */
async function cut(most: number, more: Writing = {}): Promise<FileHome> {
  const home = await branched()
  const dying = dyingHome(home, most)
  const merging = testGit(dying.home, { key, ...more }).git.merge({ from: "side" })
  expect(await Promise.race([merging, dying.dead])).toBe("dead")
  return home
}

test.each(writings)(
  "written down %s, it is finished by whoever does it again, cut at any moment, and nothing of that is left",
  async (_, more) => {
    let [at, isCut, wasPending] = [0, true, 0]
    for (; isCut; at++) {
      const home = await branched()
      const dying = dyingHome(home, at)
      const merging = testGit(dying.home, { key, ...more }).git.merge({ from: "side" })
      isCut = (await Promise.race([merging, dying.dead])) === "dead"
      wasPending += Number(Object.keys(await filesIn(home)).includes(pendingPath))
      const again = testGit(home, { key, ...more })
      expect(await valueIn(again.git.merge({ from: "side" })), `cut after ${at}`).toMatchObject({
        conflicts: [],
      })
      expect(await again.states(), `cut after ${at}`).toEqual({})
      const { a, b, "d/e": e, new: added, gone } = await filesIn(home)
      expect([a, b, e, added, gone]).toEqual(["2\n", "2\n", "2\n", "n\n", undefined])
      expect(Object.keys(await filesIn(home)).filter(path => path.startsWith(".git/rivulet"))).toEqual([])
      expect(await home.info(contentsFolder)).toEqual({ ok: true, value: null })
    }
    expect(wasPending).toBeGreaterThan(4)
  },
)

test.each(writings)(
  "written down %s, what somebody has changed since is not overwritten",
  async (_, more) => {
    const home = await cut(more.mostInText === undefined ? 4 : 8, more)
    const again = testGit(home, { key })
    await again.write("d/e", "by hand\n")
    const before = await filesIn(home)
    expect(await codeOf(again.git.merge({ from: "side" }))).toBe("git_would_lose")
    expect(await filesIn(home)).toEqual(before)
  },
)

test("another effect does not finish it, and to look at it changes nothing", async () => {
  const home = await cut(4)
  const before = await filesIn(home)
  await valueIn(testGit(home, { key }).git.status({}))
  expect(await codeOf(testGit(home, { key: "other" }).git.merge({ from: "side" }))).toBe("git_would_lose")
  expect(await filesIn(home)).toEqual(before)
})

test.each(writings)(
  "written down %s, a folder that is closed in the middle is gone on with once it is opened again",
  async (_, more) => {
    for (let most = 0; ; most++) {
      const home = await branched()
      let left = most
      const closed = err(fileProblem("file_forbidden", { path: "a" }))
      const closing: FileHome = {
        ...home,
        write: async (path, bytes) => (left-- > 0 ? home.write(path, bytes) : closed),
        remove: async path => (left-- > 0 ? home.remove(path) : closed),
      }
      const code = await codeOf(testGit(closing, { key, ...more }).git.merge({ from: "side" }))
      const again = testGit(home, { key })
      expect(await codeOf(again.git.merge({ from: "side" })), `closed after ${most}`).toBe("ok")
      expect(await again.states(), `closed after ${most}`).toEqual({})
      expect(await again.text("d/e")).toBe("2\n")
      if (code === "ok") break
    }
  },
)
