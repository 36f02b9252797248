import fc from "fast-check"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { soon } from "../lib/testing/soon.ts"
import { createDatabase, type Database } from "./database.ts"
import { createDexieJournal } from "./dexieJournal.ts"
import { readAllRuns } from "./packs.ts"
import { testSummary } from "./testing/journalConformance.ts"

let database: Database
beforeEach(() => {
  database = createDatabase(`packs-${crypto.randomUUID()}`)
})
afterEach(() => database.delete())

const most = 1_000_000_000
const length = 2_300

/** A history of runs that have ended, but for the last. */
async function filled() {
  const journal = createDexieJournal(database)
  const rows = Array.from({ length }, (_, at) => {
    const summary = testSummary(`r${at}`, { startedAt: at, endedAt: at === length - 1 ? null : at + 1 })
    return {
      ...{ run: summary.run, workflow: "w", status: summary.status, startedAt: at },
      words: [],
      summary,
    }
  })
  await database.runs.bulkPut(rows.map(row => ({ ...row, loose: 1 as const })))
  const heads = rows.map(({ run }) => ({ ...{ run, seq: 0, epoch: 1, claims: 0 }, ended: true }))
  await database.journal.bulkPut(heads.map(head => ({ run: head.run, seq: -1 as const, head })))
  return { journal, all: async () => (await journal.history({ most })).runs }
}

const packed = () => vi.waitFor(async () => expect(await database.packs.count()).toBe(2), { timeout: 10_000 })

test("what is packed is the history as it was, and what changes afterwards shows", async () => {
  const { journal, all } = await filled()
  const before = await all()
  expect(before).toHaveLength(length)
  await packed()
  await vi.waitFor(async () => expect(await database.runs.where("loose").equals(1).count()).toBe(300), soon)
  expect(await all()).toEqual(before)

  await journal.append("r5", { seq: 0, epoch: 1 }, [], { durability: "strict", summary: { usd: 7 } })
  await journal.create(testSummary("new", { startedAt: length }), [])
  await journal.remove(["r7", "r8"])
  const after = await all()
  expect(after).toHaveLength(length - 1)
  expect(after[0]?.run).toBe("new")
  expect(after.find(({ run }) => run === "r5")?.usd).toBe(7)
  expect(after.some(({ run }) => run === "r7" || run === "r8")).toBe(false)
})

test("rows that no pack and no mark knows of are found all the same, and packed then", async () => {
  const { all } = await filled()
  await all()
  await packed()
  const rows = await database.runs.toArray()
  await database.runs.bulkPut(rows.slice(0, 50).map(({ pack: _, loose: _loose, ...row }) => row))
  await database.packs.clear()
  expect(await all()).toHaveLength(length)
  await packed()
  expect(await all()).toHaveLength(length)
})

test("whatever was changed, added and taken away since, all entries are those of the rows, of which only the loose ones are read", async () => {
  const { journal, all } = await filled()
  await all()
  await packed()
  const isPacked = async () => expect(await database.runs.where("loose").equals(1).count()).toBe(300)
  await vi.waitFor(isPacked, soon)
  let read = 0
  database.runs.hook("reading", row => {
    read++
    return row
  })
  const inOrder = <Entry extends { readonly run: string }>(entries: readonly Entry[]) =>
    entries.toSorted((a, b) => (a.run < b.run ? -1 : 1))
  const changes = fc.array(fc.tuple(fc.constantFrom("change", "add", "remove"), fc.nat(length - 1)), {
    minLength: 1,
    maxLength: 8,
  })
  let added = 0
  await fc.assert(
    fc.asyncProperty(changes, async given => {
      for (const [change, at] of given) {
        const fence = { seq: 0, epoch: 1 }
        const summary = { usd: at + 1 }
        if (change === "change") await journal.append(`r${at}`, fence, [], { durability: "relaxed", summary })
        else if (change === "remove") await journal.remove([`r${at}`])
        else await journal.create(testSummary(`added${added++}`, { startedAt: at }), [])
      }
      const loose = await database.runs.where("loose").equals(1).count()
      read = 0
      const told = await readAllRuns(database)
      expect(read).toBe(loose)
      const rows = await database.runs.toArray()
      expect(inOrder(told)).toEqual(inOrder(rows.map(({ summary }) => summary)))
    }),
    { numRuns: 10 },
  )
})
