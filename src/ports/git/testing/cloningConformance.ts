import { expect, test } from "vitest"
import { ok } from "../../../lib/result.ts"
import type { HttpPort } from "../../../model/ports.ts"
import { withOpen } from "../../../model/testing/withOpen.ts"
import type { FileHome } from "../../files/home.ts"
import { createMemoryHome } from "../../files/memoryHome.ts"
import { codeOf, testGit, valueIn } from "./gitConformance.ts"
import { createGitRemote } from "./gitRemote.ts"

/** A home that dies with its thread once so many changes were made: what is asked of it then is never answered. */
export function dyingHome(home: FileHome, most: number) {
  let changes = 0
  let die: () => void = () => {}
  const dead = new Promise<"dead">(go => {
    die = () => go("dead")
  })
  const counted =
    <Given extends readonly unknown[], T>(work: (...given: Given) => Promise<T>) =>
    (...given: Given): Promise<T> => {
      if (changes >= most) {
        die()
        return new Promise(() => {})
      }
      changes++
      return work(...given)
    }
  const { change } = home
  return {
    dead,
    made: () => changes,
    home: {
      ...home,
      write: counted(home.write),
      writeStream: counted(home.writeStream),
      remove: counted(home.remove),
      makeFolder: counted(home.makeFolder),
      ...(change && { change: counted(change.bind(home)) }),
    } satisfies FileHome,
  }
}

const url = "https://git.example.com/repo.git"

/** A remote with a commit on `main` and one on `next`, reached through a port; and somebody who pushes to it. */
async function remoteWith() {
  const remote = await createGitRemote()
  const http: HttpPort = withOpen(async ({ url, body = new Uint8Array() }) => {
    const asked = typeof body === "string" ? new TextEncoder().encode(body) : body
    const answer = await remote.answer(url, asked)
    return ok({ status: 200, url, headers: { "content-type": answer.type }, body: answer.body })
  })
  const ada = testGit(
    createMemoryHome(() => 0),
    { http },
  )
  await valueIn(ada.git.clone({ url }))
  const push = async (message: string, files: { readonly [path: string]: string | null }) => {
    const commit = await ada.commit(message, files)
    await valueIn(ada.git.push({}))
    return commit.id
  }
  await push("First", { "a.txt": "a\n", "dir/b.txt": "b\n", "dir/gone.txt": "g\n", "z.txt": "z\n" })
  return { http, push, ada }
}

/** All files of a home, but for git's list of what is staged, which holds times. */
export async function filesIn(home: FileHome, folder = ""): Promise<{ [path: string]: string }> {
  const entries = await home.entries(folder)
  const found: { [path: string]: string } = {}
  for (const { path, kind } of entries.ok ? entries.value : []) {
    if (kind === "folder") Object.assign(found, await filesIn(home, path))
    else if (!path.endsWith(".git/index")) {
      const bytes = await home.read(path)
      found[path] = bytes.ok ? new TextDecoder("latin1").decode(bytes.value) : bytes.error.code
    }
  }
  return found
}

const key = "run:clone#1:0"
type Remote = Awaited<ReturnType<typeof remoteWith>>
/** What is asked: a folder of the workspace that somebody keeps a file in already. */
const asked = { url, folder: "work/notes" }

/** What is cloned in one go into a home of the sort. */
async function clonedAtOnce(home: FileHome, { http }: Remote) {
  await home.write("work/notes/mine.txt", new TextEncoder().encode("mine"))
  const answer = await valueIn(testGit(home, { http, key }).git.clone(asked))
  return { answer, files: await filesIn(home) }
}

/**
 * What a clone must do again after a crash, over every home; `make` gives an empty one. Where a home is slow, only every
 * so manieth moment is tried.
 */
export function cloningConformance(make: () => Promise<FileHome>, each = 1): void {
  /** A home in which a clone was cut after so many changes; null where it came to its end before. */
  async function cut(remote: Remote, most: number): Promise<FileHome | null> {
    const home = await make()
    await home.write("work/notes/mine.txt", new TextEncoder().encode("mine"))
    const dying = dyingHome(home, most)
    const cloning = testGit(dying.home, { http: remote.http, key }).git.clone(asked)
    return (await Promise.race([cloning, dying.dead])) === "dead" ? home : null
  }

  /** Goes through the moments at which a clone can be cut, each of them or every so manieth; tells how many. */
  async function atEveryCut(remote: Remote, then: (home: FileHome) => Promise<void>, every = 3 * each) {
    for (let most = 0; ; most += every) {
      const home = await cut(remote, most)
      if (home === null) return most
      await then(home)
    }
  }

  test("a clone that is cut at any moment is brought to its end when it is done again", async () => {
    const remote = await remoteWith()
    const whole = await clonedAtOnce(await make(), remote)
    const cuts = await atEveryCut(
      remote,
      async home => {
        const again = testGit(home, { http: remote.http, key })
        expect(await valueIn(again.git.clone(asked))).toEqual(whole.answer)
        expect(await filesIn(home)).toEqual(whole.files)
        expect(await valueIn(again.git.status({ folder: asked.folder }))).toEqual([
          { path: "mine.txt", state: "untracked", staged: false },
        ])
      },
      each,
    )
    expect(cuts).toBeGreaterThan(0)
  })

  test("what was cut is brought to its end by another run as well, and as the remote is by then", async () => {
    const remote = await remoteWith()
    const halves: FileHome[] = []
    await atEveryCut(remote, async home => void halves.push(home))
    await remote.push("Second", { "a.txt": "other\n", "dir/gone.txt": null, "new.txt": "n\n" })
    for (const home of halves) {
      const other = testGit(home, { http: remote.http, key: "another run" })
      const isNamed = (await filesIn(home))["work/notes/.git/rivulet-clone"]?.includes('"done":true')
      // All was there: it is another's whole repository by then, and left alone.
      if (isNamed) continue
      const answer = await valueIn(other.git.clone(asked))
      expect(answer.commit).toBe((await valueIn(remote.ada.git.log({ most: 1 })))[0]?.id)
      const { "work/notes/mine.txt": mine, ...files } = Object.fromEntries(
        Object.entries(await filesIn(home)).filter(([path]) => !path.includes("/.git/")),
      )
      expect(mine).toBe("mine")
      expect(files).toEqual({
        "work/notes/a.txt": "other\n",
        "work/notes/dir/b.txt": "b\n",
        "work/notes/new.txt": "n\n",
        "work/notes/z.txt": "z\n",
      })
    }
  }, 30_000)

  test("done again whole, the same effect is told the same without asking the remote", async () => {
    const remote = await remoteWith()
    const home = await make()
    const whole = await clonedAtOnce(home, remote)
    await remote.push("Second", { "a.txt": "other\n" })
    expect(await valueIn(testGit(home, { key }).git.clone(asked))).toEqual(whole.answer)
    expect(await filesIn(home)).toEqual(whole.files)
  })

  test.each([
    ["of another effect", { key: "another run" }, asked],
    ["of none", {}, asked],
    ["of another branch", { key }, { ...asked, branch: "next" }],
    ["of another depth", { key }, { ...asked, depth: 1 }],
    ["of another address", { key }, { ...asked, url: "https://git.example.com/other.git" }],
  ] as const)("a whole repository is left alone by a clone %s", async (_what, of, other) => {
    const remote = await remoteWith()
    const home = await make()
    const { files } = await clonedAtOnce(home, remote)
    expect(await codeOf(testGit(home, { http: remote.http, ...of }).git.clone(other))).toBe(
      "git_repository_there",
    )
    expect(await filesIn(home)).toEqual(files)
  })

  test("where somebody has committed since, nothing is taken away: whole or half", async () => {
    const remote = await remoteWith()
    const whole = await make()
    await clonedAtOnce(whole, remote)
    const halves = [whole]
    await atEveryCut(remote, async home => void halves.push(home))
    for (const home of halves) {
      const person = testGit(home)
      // As `git init` does where there is no branch yet.
      const head = "work/notes/.git/HEAD"
      const isHeaded = (await home.read(head)).ok
      if (!isHeaded) await home.write(head, new TextEncoder().encode("ref: refs/heads/main\n"))
      await person.write("work/notes/own.txt", "own work")
      await valueIn(person.git.commit({ folder: asked.folder, message: "Own", all: true }))
      const files = await filesIn(home)
      const again = testGit(home, { http: remote.http, key })
      expect(await codeOf(again.git.clone(asked))).toBe("git_repository_there")
      expect(await filesIn(home)).toEqual(files)
    }
  }, 30_000)

  test("a file that somebody changed in what was cut is not overwritten", async () => {
    const remote = await remoteWith()
    await atEveryCut(remote, async home => {
      const again = testGit(home, { http: remote.http, key })
      await again.write("work/notes/a.txt", "changed by hand")
      const files = await filesIn(home)
      expect(await codeOf(again.git.clone(asked))).toBe("git_would_lose")
      expect(await filesIn(home)).toEqual(files)
    })
  })
}
