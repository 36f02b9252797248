import { afterEach, describe, expect, test } from "vitest"
import { createDatabase, type Database } from "../../storage/database.ts"
import { createJobThreads } from "../../worker/jobThreads.ts"
import { createDexieFiles, createDexieHome } from "../files/dexieHome.ts"
import { createFolderHome } from "../files/folderHome.ts"
import { createJobs } from "../jobs/jobs.ts"
import { cloningConformance } from "./testing/cloningConformance.ts"
import { gitConformance, testGit, valueIn } from "./testing/gitConformance.ts"

const opened: Database[] = []
const folders: string[] = []
afterEach(async () => {
  for (const database of opened.splice(0)) database.close()
  const root = await navigator.storage.getDirectory()
  for (const name of folders.splice(0)) await root.removeEntry(name, { recursive: true }).catch(() => {})
})

async function newFolder() {
  const name = `git-${crypto.randomUUID()}`
  folders.push(name)
  return createFolderHome(
    await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true }),
  )
}

function database(): Database {
  const made = createDatabase(`git-${crypto.randomUUID()}`)
  opened.push(made)
  return made
}

describe("git in the private workspace", () => {
  gitConformance(async () => createDexieHome(database().kept, () => 1_000))
})

describe("a clone that a crash cut in the private workspace", () =>
  cloningConformance(async () => createDexieHome(database().kept, () => 1_000)))
describe("a clone that a crash cut in a folder", () => cloningConformance(newFolder, 3))

describe("git in the private workspace, in a thread of its own", () => {
  const jobs = createJobs({ spawn: createJobThreads() })

  test("what it changed is committed with the outcome, and before that seen by the attempt alone", async () => {
    const { kept } = database()
    await createDexieHome(kept, () => 1).write("a.txt", new TextEncoder().encode("a"))
    const attempt = createDexieFiles(kept, () => 2)
    const one = testGit(attempt.home, { jobs })
    await valueIn(one.git.init({}))
    const commit = await valueIn(one.git.commit({ message: "First", all: true }))
    expect(await valueIn(one.git.log({}))).toEqual([commit])
    expect(await testGit(createDexieHome(kept, () => 3)).git.log({})).toMatchObject({ ok: false })
    for (const { store, key, value } of attempt.staged()) await kept.put({ store, key, value })
    const later = testGit(createDexieFiles(kept, () => 4).home, { jobs })
    expect(await valueIn(later.git.log({}))).toEqual([commit])
    expect(await valueIn(later.git.status({}))).toEqual([])
  })

  test("it is stopped within 100 ms, with nothing changed", async () => {
    const attempt = createDexieFiles(database().kept, () => 2)
    for (let n = 0; n < 1_000; n++) await attempt.home.write(`f${n}`, new TextEncoder().encode(`${n}`))
    const before = attempt.staged().length
    const stopper = new AbortController()
    let told = 0
    let isCommitting = false
    // The thread has asked for the files, and is in the midst of it.
    const standing: typeof attempt.home.standing = async folder => {
      const all = await attempt.home.standing?.(folder)
      if (isCommitting)
        setTimeout(() => {
          told = performance.now()
          stopper.abort()
        })
      return all
    }
    const one = testGit({ ...attempt.home, standing }, { jobs })
    await valueIn(one.git.init({}))
    const made = attempt.staged().length
    isCommitting = true
    const committing = one.git.commit({ message: "All", all: true }, { signal: stopper.signal })
    expect(await committing).toMatchObject({ error: { code: "git_stopped", data: { sent: false } } })
    expect(performance.now() - told).toBeLessThan(100)
    expect(attempt.staged().length).toBe(made)
    expect(made).toBeGreaterThan(before)
  })
})
