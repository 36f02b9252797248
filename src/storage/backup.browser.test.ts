import { afterEach, expect, test } from "vitest"
import { readBackup, writeBackup } from "./backup.ts"
import { createDatabase, type Database, type RunRow } from "./database.ts"

const made: Database[] = []
function fresh(): Database {
  const database = createDatabase(`backup-${crypto.randomUUID()}`)
  made.push(database)
  return database
}
afterEach(async () => {
  for (const database of made.splice(0)) await database.delete()
})

const row = (id: string, text = `rivulet: 1\nid: ${id}\nsteps: []\n`) => ({
  ...{ id, text, revision: 1, changed: 5, summary: { version: 1 } },
})

async function filled(): Promise<Database> {
  const database = fresh()
  await database.workflows.bulkAdd([row("a"), row("b")])
  await database.versions.add({
    ...{ workflow: "a", number: 1, published: 1, name: "One", note: "", text: "old", at: 1 },
  })
  await database.marks.add({ workflow: "a", isFavourite: true, isArchived: false })
  await database.kept.bulkAdd(
    Array.from({ length: 450 }, (_, index) => ({ store: "files", key: `f${index}`, value: { n: index } })),
  )
  await database.journal.add({ run: "r", seq: 0, events: "[]" })
  return database
}

const packed = async (database: Database) =>
  new Uint8Array(await new Response(writeBackup(database, 7)).arrayBuffer())
const stream = (bytes: Uint8Array) => new Response(new Uint8Array(bytes)).body as ReadableStream<Uint8Array>
const all = async (database: Database) =>
  Promise.all(
    ["workflows", "versions", "marks", "journal", "kept"].map(name => database.table(name).toArray()),
  )

test("a backup that is restored into an empty browser is the same to the byte", async () => {
  const before = await filled()
  const after = fresh()
  expect(await readBackup(after, stream(await packed(before)), 9)).toMatchObject({
    value: { added: 2, replaced: 0, same: 0 },
  })
  expect(await all(after)).toEqual(await all(before))
})

test("restored twice is the same as once, and making one changes nothing", async () => {
  const database = await filled()
  const bytes = await packed(database)
  const before = await all(database)
  expect(await readBackup(database, stream(bytes), 9)).toMatchObject({ value: { added: 0, same: 2 } })
  expect(await all(database)).toEqual(before)
})

test("a workflow that says something else is kept as a version, and one that is only here stays", async () => {
  const bytes = await packed(await filled())
  const database = await filled()
  await database.workflows.put({ ...row("a", "mine"), revision: 4 })
  await database.workflows.add(row("mine"))
  expect(await readBackup(database, stream(bytes), 9)).toMatchObject({
    value: { added: 0, replaced: 1, same: 1 },
  })
  expect(await database.workflows.get("a")).toMatchObject({ text: row("a").text, revision: 5 })
  expect(await database.versions.get(["a", 2])).toMatchObject({ text: "mine", published: null })
  expect(await database.workflows.count()).toBe(3)
})

test("a run that was under way comes back parked, one that was over as it was", async () => {
  const before = fresh()
  const head = { run: "r", seq: 3, epoch: 1, claims: 0, ended: false }
  const summary = { run: "r", status: "running" } as RunRow["summary"]
  const run: RunRow = { run: "r", workflow: "a", status: "running", startedAt: 1, words: [], summary }
  await before.journal.bulkAdd([
    { run: "r", seq: -1, head, unfinished: 1 },
    { run: "s", seq: -1, head: { ...head, run: "s", ended: true } },
  ])
  await before.runs.add(run)
  const after = fresh()
  await readBackup(after, stream(await packed(before)), 9)
  expect(await after.journal.get(["r", -1])).toMatchObject({ head: { claims: 99 }, unfinished: 1 })
  expect(await after.journal.get(["s", -1])).toMatchObject({ head: { claims: 0 } })
  expect(await after.runs.get("r")).toMatchObject({ status: "parked", summary: { status: "parked" } })
})

test("what was cut short, changed, newer or no backup is refused, and nothing is stored", async () => {
  const bytes = await packed(await filled())
  const database = fresh()
  const newer = new Response(`{"rivulet":"backup","v":3,"at":1}\n{"rows":0}\n`).body
  const pack = new CompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>
  const newerBytes = new Uint8Array(await new Response(newer?.pipeThrough(pack)).arrayBuffer())
  for (const bad of [bytes.slice(0, -40), new TextEncoder().encode("rivulet: 1"), newerBytes]) {
    expect(await readBackup(database, stream(bad), 9)).toMatchObject({ error: { code: "not_a_backup" } })
  }
  expect(await database.workflows.count()).toBe(0)
})
