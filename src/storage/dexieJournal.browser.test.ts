import { describe, expect, test } from "vitest"
import { createDatabase } from "./database.ts"
import { createDexieJournal } from "./dexieJournal.ts"
import { journalConformance, testSummary } from "./testing/journalConformance.ts"

let last = 0

describe("a journal in the browser's database", () => {
  journalConformance(async () => {
    const name = `journal-${Date.now()}-${++last}`
    return { open: async () => createDexieJournal(createDatabase(name)) }
  })
})

test("[E11] what a step keeps in the app changes together with its outcome, or not at all", async () => {
  const name = `journal-${Date.now()}-${++last}`
  const database = createDatabase(name)
  const journal = createDexieJournal(database)
  await journal.create(testSummary("r1"), [])
  const staged = [{ store: "table", key: "a", value: { rows: 1 } }]
  await journal.append("r1", { seq: 0, epoch: 7 }, [{ n: 0 }], { durability: "strict", staged })
  expect(await database.kept.toArray()).toEqual([])
  await journal.append("r1", { seq: 0, epoch: 1 }, [{ n: 0 }], { durability: "strict", staged })
  expect(await database.kept.toArray()).toEqual(staged)
  await journal.append("r1", { seq: 1, epoch: 1 }, [], {
    durability: "strict",
    staged: [{ store: "table", key: "a", value: null }],
  })
  expect(await database.kept.toArray()).toEqual([])
  await journal.close()
})

test("data that was taken away is told, not thrown", async () => {
  const database = createDatabase(`journal-${Date.now()}-${++last}`)
  const journal = createDexieJournal(database)
  await journal.create(testSummary("r1"), [])
  database.close({ disableAutoOpen: true })
  expect(
    await journal.append("r1", { seq: 0, epoch: 1 }, [{ n: 0 }], { durability: "strict" }),
  ).toMatchObject({
    ok: false,
    error: { code: "storage_gone" },
  })
})
