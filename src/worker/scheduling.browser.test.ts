import { afterEach, expect, test, vi } from "vitest"
import { steps } from "../steps/registry.ts"
import { createDatabase } from "../storage/database.ts"
import { createSwitches } from "../storage/switches.ts"
import { createPageEngine, type PageEngine } from "./pageEngine.ts"

/* Tabs of one browser: engines with their own timers and locks, over one database. */

const soon = { timeout: 8000, interval: 50 }
const endings: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

async function browser(workflows: { readonly [id: string]: string }, tabs = 1) {
  const databaseName = `schedule-${crypto.randomUUID()}`
  const database = createDatabase(databaseName)
  endings.push(() => database.close())
  for (const [id, text] of Object.entries(workflows))
    await database.workflows.put({ id, text, revision: 1, changed: 0, summary: null })
  const switches = createSwitches(database, Date.now)
  const open = async (): Promise<PageEngine> => {
    const engine = createPageEngine(crypto.randomUUID(), null, steps, { databaseName })
    await engine.open()
    endings.push(() => engine.close())
    return engine
  }
  const engines = await Promise.all(Array.from({ length: tabs }, open))
  const runs = async (workflow?: string) => {
    const all = await database.runs.toArray()
    return all.filter(run => workflow === undefined || run.workflow === workflow)
  }
  return { database, switches, engines, open, runs }
}

const onEvent = `rivulet: 1
id: hearer
triggers: [{ id: news, type: event, with: { name: report.ready }, inputs: { path: "{{ trigger.value.path }}" } }]
inputs: { path: { required: true } }
steps: [{ id: note, kind: set, with: { values: { path: "{{ inputs.path }}" } } }]
output: "{{ vars.path }}"
variables: { path: none }
`
const emitter = `rivulet: 1
id: emitter
steps: [{ id: tell, kind: event.emit, with: { name: report.ready, value: { path: out.md } } }]
`

test("an event that a step emits starts the workflow that hears it, once, with its inputs; and not while it is off", async () => {
  const { engines, switches, runs } = await browser({ hearer: onEvent, emitter }, 2)
  const { openFile } = await import("../format/file.ts")
  const start = () => engines[0]?.start(crypto.randomUUID(), { workflow: openFile(emitter).workflow })
  await start()
  await vi.waitFor(async () => expect((await runs("emitter"))[0]?.status).toBe("completed"), soon)
  expect(await runs("hearer")).toEqual([])
  await switches.switchOn("hearer")
  await start()
  await vi.waitFor(async () => expect((await runs("hearer"))[0]?.status).toBe("completed"), soon)
  await new Promise(go => setTimeout(go, 300))
  expect(await runs("hearer")).toHaveLength(1)
  await switches.switchOff("hearer")
  await start()
  const emitted = async () => (await runs("emitter")).map(({ status }) => status)
  await vi.waitFor(async () => expect(await emitted()).toEqual(["completed", "completed", "completed"]), soon)
  expect(await runs("hearer")).toHaveLength(1)
})

test("a file that a run writes, and a run that failed, start what waits for them; a loop comes to an end", async () => {
  const { switches, database, runs, open } = await browser({
    onfile: `rivulet: 1
id: onfile
triggers: [{ id: files, type: file_change, with: { path: "in/*.txt" } }]
steps: [{ id: end, kind: stop, with: { as: failed, message: "{{ trigger.filePath }} {{ trigger.event }}" } }]
`,
    onfail: `rivulet: 1
id: onfail
triggers: [{ id: fails, type: activity }]
steps: [{ id: end, kind: stop, with: { as: failed, message: again } }]
`,
    watched: `rivulet: 1
id: watched
triggers: [{ id: files, type: file_change, with: { path: "watched/*.txt" } }]
steps: [{ id: note, kind: log, with: { message: watched } }]
`,
  })
  for (const id of ["onfile", "onfail", "watched"]) await switches.switchOn(id)
  await open()
  // Whenever the files begin to be watched, some write comes after that.
  let count = 0
  await vi.waitFor(async () => {
    await database.kept.put({
      store: "files",
      key: `watched/${count++}.txt`,
      value: { text: "x", changed: 1 },
    })
    expect(await runs("watched")).not.toEqual([])
  }, soon)
  await database.kept.put({ store: "files", key: "in/a.txt", value: { text: "x", changed: 1 } })
  await database.kept.put({ store: "files", key: "out/a.txt", value: { text: "x", changed: 1 } })
  await vi.waitFor(async () => expect((await runs("onfile"))[0]?.status).toBe("failed"), soon)
  const journal = JSON.stringify(await database.journal.toArray())
  expect(journal).toContain("in/a.txt create")
  await vi.waitFor(async () => expect((await runs("onfail")).length).toBeGreaterThanOrEqual(9), soon)
  await new Promise(go => setTimeout(go, 500))
  expect((await runs("onfail")).length).toBeLessThanOrEqual(11)
  await database.kept.put({ store: "files", key: "in/a.txt", value: { text: "y", changed: 2 } })
  await vi.waitFor(async () => expect(await runs("onfile")).toHaveLength(2), soon)
})

test("a message that is handed over starts its webhook", async () => {
  const hook = `rivulet: 1
id: hook
triggers: [{ id: order, type: webhook, with: { name: order, origins: ["https://shop.test"] } }]
steps: [{ id: note, kind: log, with: { message: "Order {{ trigger.body.id }}" } }]
`
  const { engines, switches, runs } = await browser({ hook })
  await switches.switchOn("hook")
  const signal = (origin: string, id: string) =>
    engines[0]?.signal({ source: "webhook", name: "order", value: { body: { id: 7 }, origin } }, id)
  await signal("https://evil.test", "a")
  await signal("https://shop.test", "b")
  await signal("https://shop.test", "b")
  await vi.waitFor(async () => expect((await runs("hook"))[0]?.status).toBe("completed"), soon)
  expect(await runs("hook")).toHaveLength(1)
})

const alarm = (trigger: string) => `rivulet: 1
id: alarm
triggers: [{ id: ear, type: ${trigger} }]
steps: [{ id: note, kind: set, with: { values: { heard: "{{ trigger }}" } } }]
variables: { heard: none }
output: "{{ vars.heard }}"
`

test("a model that is out of its depth starts what waits for that, told who it was; in a sandbox run it does not", async () => {
  const unsure = `rivulet: 1
id: sorter
steps:
  - id: sort
    kind: ai.classify
    with: { provider: simulated, text: "?", classes: [{ id: bill }, { id: other }], sure: 1 }
`
  const { engines, switches, runs, database } = await browser({
    alarm: alarm("ai_escalated, with: { reasons: [unsure], workflows: [sorter] }"),
    sorter: unsure,
  })
  await switches.switchOn("alarm")
  const { openFile } = await import("../format/file.ts")
  const { workflow } = openFile(unsure)
  await engines[0]?.start("trial", { workflow, mode: "sandbox" })
  await vi.waitFor(async () => expect((await runs("sorter"))[0]?.summary.endedAt).toBeGreaterThan(0), soon)
  await engines[0]?.start("real", { workflow })
  const sorted = async () => (await runs("sorter")).find(({ run }) => run === "real")
  await vi.waitFor(async () => expect(await sorted()).toMatchObject({ status: "completed" }), soon)
  await vi.waitFor(async () => expect((await runs("alarm"))[0]?.status).toBe("completed"), soon)
  expect(await runs("alarm")).toHaveLength(1)
  const written = JSON.stringify(await database.journal.toArray()).replaceAll("\\", "")
  expect(written).toContain('"id":"ear","reason":"unsure","workflow":"sorter","run":"real","step":"sort"')
})

test("a run that waits for a person is heard of, and one that is only tried is not", async () => {
  const asker = `rivulet: 1
id: asker
steps: [{ id: ask, kind: approve, with: { title: Go on? } }]
`
  const { engines, switches, runs } = await browser({
    alarm: alarm("activity, with: { became: [waiting, cancelled] }"),
    asker,
  })
  await switches.switchOn("alarm")
  const { openFile } = await import("../format/file.ts")
  const { workflow } = openFile(asker)
  await engines[0]?.start("trial", { workflow, mode: "sandbox" })
  await vi.waitFor(async () => expect((await runs("asker"))[0]?.summary.asks).toBe(1), soon)
  await engines[0]?.start("real", { workflow })
  await vi.waitFor(async () => expect((await runs("alarm"))[0]?.status).toBe("completed"), soon)
  await engines[0]?.command("trial", { type: "cancel" })
  await engines[0]?.command("real", { type: "cancel" })
  await vi.waitFor(async () => expect(await runs("alarm")).toHaveLength(2), soon)
  await new Promise(go => setTimeout(go, 300))
  expect(await runs("alarm")).toHaveLength(2)
})
