import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { createMemoryHome } from "../files/memoryHome.ts"
import { createNodeHome } from "../files/nodeHome.ts"
import { createNodeHttp } from "../http/nodeHttp.ts"
import { createOverlayHome } from "../overlay/overlayHome.ts"
import { cloningConformance, dyingHome, filesIn } from "./testing/cloningConformance.ts"
import { codeOf, testGit, valueIn } from "./testing/gitConformance.ts"
import { startGitServer } from "./testing/gitServer.ts"

/* A clone that a crash cut in the middle, in the homes that Node has. */

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cloning-"))
  folders.push(folder)
  return folder
}

const memory = () => createMemoryHome(() => 0)

describe("in memory", () => cloningConformance(async () => memory()))
describe("in a folder", () => cloningConformance(async () => createNodeHome(newFolder())))
describe("in an overlay", () => cloningConformance(async () => createOverlayHome(memory(), () => 0)))

describe("from a server into a folder of this computer", () => {
  const http = createNodeHttp({ mayReach: () => null, secrets: { find: async () => undefined } })
  const key = "run:clone#1:0"

  /** A server with a commit, that is closed at the end of the test. */
  async function withServer(work: (remote: Awaited<ReturnType<typeof startGitServer>>) => Promise<void>) {
    const remote = await startGitServer()
    try {
      const ada = testGit(memory(), { http })
      await valueIn(ada.git.clone({ url: remote.url }))
      await ada.commit("First", { "a.txt": "a\n", "dir/b.txt": "b\n" })
      await valueIn(ada.git.push({}))
      await work(remote)
    } finally {
      await remote.close()
    }
  }

  test.each([
    ["cut", "http_cut_body"],
    ["error", "git_remote_trouble"],
  ] as const)("an answer that is %s is told as %s, and nothing is left to be done again", (how, code) =>
    withServer(async remote => {
      const home = createNodeHome(newFolder())
      const one = testGit(home, { http, key })
      remote.misbehave(how)
      expect(await one.git.clone({ url: remote.url })).toMatchObject({
        error: { code, data: { sent: false } },
      })
      expect(await filesIn(home)).toEqual({})
      remote.misbehave("none")
      expect(await codeOf(one.git.clone({ url: remote.url }))).toBe("ok")
    }),
  )

  test("cut by a crash and then by the network, it is named, and finished once the server answers again", () =>
    withServer(async remote => {
      const home = createNodeHome(newFolder())
      const dying = dyingHome(home, 6)
      const cloning = testGit(dying.home, { http, key }).git.clone({ url: remote.url })
      expect(await Promise.race([cloning, dying.dead])).toBe("dead")
      const half = await filesIn(home)
      const one = testGit(home, { http, key })
      remote.misbehave("cut")
      expect(await codeOf(one.git.clone({ url: remote.url }))).toBe("http_cut_body")
      expect(await filesIn(home)).toEqual(half)
      remote.misbehave("none")
      const answer = { branch: "main", commit: await remote.tip("main") }
      expect(await valueIn(one.git.clone({ url: remote.url }))).toEqual(answer)
      expect(await one.text("dir/b.txt")).toBe("b\n")
      expect(await valueIn(one.git.status({}))).toEqual([])
    }))

  test("cut while what a sandbox run cloned is applied, it is brought to its end when it is applied again", () =>
    withServer(async remote => {
      const apply = async (home: ReturnType<typeof createNodeHome>) => {
        const overlay = createOverlayHome(home, () => 0)
        const answer = await valueIn(testGit(overlay, { http, key }).git.clone({ url: remote.url }))
        await valueIn(overlay.apply())
        return answer
      }
      const whole = createNodeHome(newFolder())
      const answer = await apply(whole)
      for (let most = 0, dead = true; dead; most++) {
        const home = createNodeHome(newFolder())
        const dying = dyingHome(home, most)
        dead = (await Promise.race([apply(dying.home), dying.dead])) === "dead"
        expect(await apply(home)).toEqual(answer)
        expect(await filesIn(home)).toEqual(await filesIn(whole))
      }
    }))
})
