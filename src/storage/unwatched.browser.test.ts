import Dexie from "dexie"
import { expect, test } from "vitest"
import { createDatabase } from "./database.ts"
import { createDexieJournal } from "./dexieJournal.ts"
import { testSummary } from "./testing/journalConformance.ts"

test("of what runs write nobody is told who draws a page; of what people write everybody is", async () => {
  const name = `unwatched-${Date.now()}`
  const database = createDatabase(name)
  const told: string[] = []
  const hear = (parts: object) => void told.push(...Object.keys(parts).filter(part => part.includes(name)))
  const journal = createDexieJournal(database)
  // A database that is made tells of all its tables.
  await journal.create(testSummary("r1"), [])
  Dexie.on("storagemutated", hear)
  await journal.append("r1", { seq: 0, epoch: 1 }, [{ n: 0 }], { durability: "strict" })
  expect(told.filter(part => part.includes("/journal/"))).toEqual([])
  await database.workflows.put({ id: "w", text: "", revision: 1, changed: 1, summary: null })
  expect(told).toContain(`idb://${name}/workflows/`)
  Dexie.on("storagemutated").unsubscribe(hear)
  await journal.close()
})
