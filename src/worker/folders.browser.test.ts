import { afterEach, expect, test, vi } from "vitest"
import { openFile } from "../format/file.ts"
import { steps } from "../steps/registry.ts"
import { createDatabase } from "../storage/database.ts"
import { createFolderStore, everyWorkflow } from "../storage/folders.ts"
import { createSwitches } from "../storage/switches.ts"
import { createPageEngine } from "./pageEngine.ts"

/* Runs of a page whose workflow works in a folder that was picked: one of the browser's own disk stands for it. */

const soon = { timeout: 8000, interval: 50 }
const endings: (() => unknown)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const end of endings.splice(0).reverse()) await end()
})

async function page() {
  const databaseName = `folders-${crypto.randomUUID()}`
  const database = createDatabase(databaseName)
  const top = await navigator.storage.getDirectory()
  const name = `picked-${crypto.randomUUID()}`
  const folder = await top.getDirectoryHandle(name, { create: true })
  const engine = createPageEngine(crypto.randomUUID(), null, steps, { databaseName })
  await engine.open()
  endings.push(
    () => top.removeEntry(name, { recursive: true }),
    () => database.close(),
    () => engine.close(),
  )
  const text = async (path: string): Promise<string | null> => {
    const file = await folder.getFileHandle(path).catch(() => null)
    return file && (await file.getFile()).text()
  }
  const put = async (path: string, content: string) => {
    const file = await (await folder.getFileHandle(path, { create: true })).createWritable()
    await file.write(content)
    await file.close()
  }
  const start = async (id: string, steps: string, mode?: "sandbox"): Promise<string> => {
    const run = crypto.randomUUID()
    const { workflow } = openFile(`rivulet: 1\nid: ${id}\nsteps:\n${steps}`)
    await engine.start(run, { workflow, ...(mode === undefined ? {} : { mode }) })
    return run
  }
  const became = (run: string, status: string) =>
    vi.waitFor(async () => expect((await database.runs.get(run))?.status).toBe(status), soon)
  return {
    engine,
    database,
    folder,
    text,
    put,
    start,
    became,
    folders: createFolderStore(database, Date.now),
  }
}

const appending = `  - { id: save, kind: file.append, with: { path: log.txt, content: "one" } }\n`

test("a workflow works in its folder, others in the private workspace, and a sandbox run changes neither", async () => {
  const { database, folder, folders, start, became, text } = await page()
  await folders.put("mine", folder)
  await became(await start("mine", appending, "sandbox"), "completed")
  expect(await text("log.txt")).toBe(null)
  await became(await start("mine", appending), "completed")
  await became(await start("other", appending), "completed")
  expect(await text("log.txt")).toBe("one\n")
  expect(await database.kept.get(["files", "log.txt"])).toMatchObject({ value: { text: "one\n" } })
  // The note that guards the append against being repeated has gone with its outcome.
  expect(
    await database.kept.where("[store+key]").between(["appends", ""], ["appends", "\uffff"]).count(),
  ).toBe(0)
})

test("a run waits while the browser has closed the folder, and goes on once it is opened again", async () => {
  const { engine, folder, folders, start, became, text } = await page()
  await folders.put("mine", folder)
  const closed = new DOMException("closed", "NotAllowedError")
  const proto = FileSystemDirectoryHandle.prototype
  vi.spyOn(proto, "getFileHandle").mockRejectedValue(closed)
  Object.defineProperty(proto, "queryPermission", { configurable: true, value: async () => "prompt" })
  endings.push(() => void Reflect.deleteProperty(proto, "queryPermission"))
  const run = await start("mine", appending)
  await became(run, "waiting")
  const events = await engine.eventsOf(run)
  expect(events?.at(-1)).toMatchObject({
    type: "step.waiting",
    wait: { for: "grant", pattern: "folder", say: expect.stringContaining(folder.name) },
  })
  vi.restoreAllMocks()
  Object.defineProperty(proto, "queryPermission", { configurable: true, value: async () => "granted" })
  await folders.put("mine", folder)
  await became(run, "completed")
  expect(await text("log.txt")).toBe("one\n")
})

test("what is in the folder for all has to be allowed", async () => {
  const { engine, folder, folders, start, became, text } = await page()
  await folders.put(everyWorkflow, folder)
  const run = await start("stranger", appending)
  await became(run, "waiting")
  expect((await engine.eventsOf(run))?.at(-1)).toMatchObject({ wait: { pattern: "files:write" } })
  expect(await text("log.txt")).toBe(null)
  await folders.put("stranger", null)
  await became(await start("stranger", appending), "completed")
  expect(await text("log.txt")).toBe(null)
})

test("a file that another program changes in the folder starts the workflow that works there, and no other", async () => {
  const { database, folder, folders, put } = await page()
  const hearing = (id: string) =>
    `rivulet: 1\nid: ${id}\ntriggers: [{ id: changed, type: file_change, with: { path: "*.md" } }]\nsteps: [{ id: note, kind: set, with: { values: { x: 1 } } }]\n`
  for (const id of ["mine", "other"])
    await database.workflows.put({ id, text: hearing(id), revision: 1, changed: 0, summary: null })
  await put("a.md", "before")
  await folders.put("mine", folder)
  const switches = createSwitches(database, Date.now)
  for (const id of ["mine", "other"]) await switches.switchOn(id)
  // Whenever the folder begins to be watched, some write comes after that.
  let count = 0
  await vi.waitFor(
    async () => {
      await put("a.md", `after ${count++}`)
      const runs = await database.runs.toArray()
      expect(runs.map(({ workflow }) => workflow)).toContain("mine")
    },
    { timeout: 28_000, interval: 700 },
  )
  expect((await database.runs.toArray()).every(({ workflow }) => workflow === "mine")).toBe(true)
}, 30_000)
