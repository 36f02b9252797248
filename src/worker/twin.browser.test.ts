import { afterEach, expect, test, vi } from "vitest"
import { createTwin, twinLock } from "../app/twin/twin.ts"
import { createTwinFiles } from "../app/twin/twinFiles.ts"
import { testCatalogue } from "../editor/testing/testCatalogue.ts"
import { soon } from "../lib/testing/soon.ts"
import { createDatabase } from "../storage/database.ts"
import { createTwinStore } from "../storage/twin.ts"
import { createVersions, versionsOf } from "../storage/versions.ts"
import { createWorkflows } from "../storage/workflows.ts"
import { createPageTwin } from "./pageTwin.ts"

/*
 * Over folders of the browser's own file system, whose handles are those of a folder of the disk; a picker cannot be
 * clicked here, so a window is given that picks.
 */

const endings: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

const text = (id: string, name: string) => `rivulet: 1\nid: ${id}\nname: ${name}\nsteps: []\n`
let last = 0

async function desk() {
  const name = `twin-${Date.now()}-${++last}`
  const database = createDatabase(name)
  const disk = await navigator.storage.getDirectory()
  const root = await disk.getDirectoryHandle(name, { create: true })
  endings.push(
    () => disk.removeEntry(name, { recursive: true }),
    () => database.close(),
  )
  const store = createTwinStore(database)
  const workflows = createWorkflows(database, Date.now)
  const versions = createVersions(database, Date.now)
  const page = Object.assign(new EventTarget(), { showDirectoryPicker: async () => root })

  let beforeWrite = async () => {}

  /** A tab that looks when something changes here, and when it is told to. */
  function tab() {
    const twin = createTwin({
      home: createPageTwin(store, page as unknown as Window, navigator.locks),
      workflows: {
        ...workflows,
        async write(...given) {
          await beforeWrite()
          return workflows.write(...given)
        },
      },
      agreements: store.agreements,
      keepVersion: (workflow, kept, as) =>
        versions.keep(workflow, { text: kept, name: as, note: "", publish: false }),
      files: createTwinFiles(testCatalogue),
      locks: navigator.locks,
      // Nothing here is written while it is looked at.
      now: () => Date.now() + 60_000,
      after: (_, run) => {
        run()
        return () => {}
      },
      every: () => () => {},
    })
    endings.push(twin.start())
    return twin
  }

  const twin = tab()
  return {
    ...{ twin, tab, store, root, page, database, workflows },
    async pick() {
      // That there is no folder is heard before one is picked: heard of twice, it would be looked at anew.
      await vi.waitFor(() => expect(twin.store.getState().folder).toBeNull(), soon)
      await twin.home.pick()
      await vi.waitFor(() => expect(twin.store.getState().inStep).not.toBeNull(), soon)
    },
    async keep(id: string, kept: string) {
      const seen = (await workflows.read(id))?.revision
      await workflows.write([{ id, text: kept, summary: null, ...(seen === undefined ? {} : { seen }) }])
    },
    /** Holds what tabs take from files, from when the first has begun until it is let go. */
    holdWrites() {
      let letGo = () => {}
      const hasBegun = new Promise<void>(begin => {
        const canWrite = new Promise<void>(go => {
          letGo = go
        })
        beforeWrite = () => {
          begin()
          return canWrite
        }
      })
      return { hasBegun, letGo: () => letGo() }
    },
    /** Changes things while no tab looks: a look between two changes would follow the first. */
    unseen: (change: () => Promise<void>) => navigator.locks.request(twinLock, change),
    textHere: async (id: string) => (await workflows.read(id))?.text,
    async writeFile(file: string, content: string, folder = root) {
      const writable = await (await folder.getFileHandle(file, { create: true })).createWritable()
      await writable.write(content)
      await writable.close()
    },
    async readFile(file: string) {
      return (await (await root.getFileHandle(file)).getFile()).text()
    },
    async files(folder = root) {
      const names: string[] = []
      for await (const each of folder.keys()) names.push(each)
      return names.sort()
    },
    versions: async (id: string) => (await versionsOf(database, id).toArray()).map(row => row.text),
  }
}

test("workflows become files and files become workflows, in both ways, again and again", async () => {
  const { twin, pick, keep, writeFile, readFile, files, textHere } = await desk()
  await keep("a", text("a", "One"))
  await writeFile("b.rivulet.yaml", text("b", "From outside"))
  await writeFile("notes.yaml", "not: ours\n")
  await pick()
  await twin.look()
  expect(await files()).toEqual(["a.rivulet.yaml", "b.rivulet.yaml", "notes.yaml"])
  expect(await readFile("a.rivulet.yaml")).toBe(text("a", "One"))
  expect(await textHere("b")).toBe(text("b", "From outside"))

  await keep("a", text("a", "Two"))
  await writeFile("b.rivulet.yaml", text("b", "Edited outside"))
  await twin.look()
  expect(await readFile("a.rivulet.yaml")).toBe(text("a", "Two"))
  expect(await textHere("b")).toBe(text("b", "Edited outside"))
  expect(twin.store.getState()).toMatchObject({ questions: [], trouble: null, inStep: 2 })
})

test("where both have changed both stay as they are, until a person chooses; the other becomes a version", async () => {
  const { twin, pick, keep, unseen, writeFile, readFile, textHere, versions } = await desk()
  await keep("a", text("a", "Base"))
  await pick()
  for (const side of ["here", "there"] as const) {
    const [mine, theirs] = [text("a", `Mine ${side}`), text("a", `Theirs ${side}`)]
    await unseen(async () => {
      await keep("a", mine)
      await writeFile("a.rivulet.yaml", theirs)
    })
    await twin.look()
    expect([await textHere("a"), await readFile("a.rivulet.yaml")]).toEqual([mine, theirs])
    const [question] = twin.store.getState().questions
    expect(question).toMatchObject({ about: "both_changed", id: "a" })
    if (question) await twin.choose(question, side)
    const chosen = side === "here" ? mine : theirs
    expect([await textHere("a"), await readFile("a.rivulet.yaml")]).toEqual([chosen, chosen])
    expect((await versions("a")).at(-1)).toBe(side === "here" ? theirs : mine)
    expect(twin.store.getState().questions).toEqual([])
  }
})

test("a deleted workflow's file goes to the trash; a deleted file is asked about", async () => {
  const { twin, pick, keep, root, files, readFile, textHere, workflows } = await desk()
  await keep("a", text("a", "One"))
  await keep("b", text("b", "One"))
  await pick()
  await workflows.remove("a")
  await root.removeEntry("b.rivulet.yaml")
  await twin.look()
  expect(await files()).toEqual([".trash"])
  expect(await files(await root.getDirectoryHandle(".trash"))).toEqual([
    expect.stringMatching(/^\d+ a\.rivulet\.yaml$/),
  ])
  expect(await textHere("b")).toBe(text("b", "One"))

  const [asked] = twin.store.getState().questions
  expect(asked).toMatchObject({ about: "file_gone", id: "b" })
  if (asked) await twin.choose(asked, "here")
  expect(await readFile("b.rivulet.yaml")).toBe(text("b", "One"))

  await root.removeEntry("b.rivulet.yaml")
  await twin.look()
  const [again] = twin.store.getState().questions
  if (again) await twin.choose(again, "there")
  expect(await textHere("b")).toBeUndefined()
  expect(twin.store.getState().questions).toEqual([])
})

test("the folder is known after a reload; two tabs do nothing twice; another folder begins anew", async () => {
  const { twin, pick, keep, tab, files, writeFile, workflows, store } = await desk()
  await keep("a", text("a", "One"))
  await pick()
  const other = tab()
  await vi.waitFor(() => expect(other.store.getState().inStep).toBe(1), soon)
  await writeFile("b.rivulet.yaml", text("b", "New"))
  await Promise.all([twin.look(), other.look()])
  expect((await workflows.all()).map(({ id }) => id).sort()).toEqual(["a", "b"])
  expect(await files()).toEqual(["a.rivulet.yaml", "b.rivulet.yaml"])

  await twin.home.leave()
  await vi.waitFor(() => expect(other.store.getState().folder).toBeNull(), soon)
  expect(await store.agreements.all()).toEqual([])
  expect(await files()).toEqual(["a.rivulet.yaml", "b.rivulet.yaml"])
})

test("another folder that is picked while one is looked at knows nothing of what that look agrees on", async () => {
  const { twin, root, page, pick, keep, holdWrites, writeFile, textHere } = await desk()
  await keep("a", text("a", "One"))
  await pick()
  const elsewhere = await root.getDirectoryHandle("elsewhere", { create: true })
  await writeFile("a.rivulet.yaml", text("a", "Elsewhere"), elsewhere)
  page.showDirectoryPicker = async () => elsewhere
  const held = holdWrites()
  await writeFile("a.rivulet.yaml", text("a", "Two"))
  const looking = twin.look()
  await held.hasBegun
  const picking = twin.home.pick()
  // Time enough to pick it, were it not for the look.
  await Promise.race([picking, new Promise(go => setTimeout(go, 200))])
  held.letGo()
  await Promise.all([looking, picking])
  await vi.waitFor(() => expect(twin.store.getState().questions).toHaveLength(1), soon)
  expect(twin.store.getState()).toMatchObject({ folder: { name: "elsewhere" } })
  expect(twin.store.getState().questions).toMatchObject([{ about: "both_changed", id: "a" }])
  expect(await textHere("a")).toBe(text("a", "Two"))
})

test("a file that is being written just now is waited for", async () => {
  const { pick, root, writeFile, workflows, store, database } = await desk()
  await pick()
  await writeFile("half.rivulet.yaml", text("half", "Wh"))
  // The very moment of the write, however long ago that is by now.
  let time = (await (await root.getFileHandle("half.rivulet.yaml")).getFile()).lastModified
  const waited: number[] = []
  const twin = createTwin({
    home: createPageTwin(store, new EventTarget() as unknown as Window, navigator.locks),
    workflows,
    agreements: store.agreements,
    keepVersion: async () => ({ ok: true, value: null }),
    files: createTwinFiles(testCatalogue),
    locks: navigator.locks,
    now: () => time,
    after(milliseconds, run) {
      waited.push(milliseconds)
      void writeFile("half.rivulet.yaml", text("half", "Whole")).then(() => {
        time = Date.now() + 60_000
        run()
      })
      return () => {}
    },
    every: () => () => {},
  })
  endings.push(twin.start())
  await vi.waitFor(() => expect(twin.store.getState().inStep).toBe(1), soon)
  expect(waited.length).toBe(1)
  expect((await database.workflows.get("half"))?.text).toBe(text("half", "Whole"))
})
