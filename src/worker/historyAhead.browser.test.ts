import { afterEach, expect, test, vi } from "vitest"
import { soon } from "../lib/testing/soon.ts"
import { createDatabase } from "../storage/database.ts"
import { createDexieJournal } from "../storage/dexieJournal.ts"
import { testSummary } from "../storage/testing/journalConformance.ts"
import { createHistoryAhead } from "./historyAhead.ts"

const name = `ahead-${crypto.randomUUID()}`
const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

test("the history is there without an engine, and hears from the first moment what other tabs commit", async () => {
  const other = createDatabase(name)
  const journal = createDexieJournal<never>(other)
  for (const run of ["r1", "r2"]) await journal.create(testSummary(run, { startedAt: 1 }), [])
  const { database, index } = createHistoryAhead(name)
  const channel = new BroadcastChannel(`${name}-calls`)
  endings.push(
    () => channel.close(),
    () => other.close(),
    () => database.delete(),
  )
  const failed = async () => (await index.history({ status: "failed", most: 5 })).runs.map(({ run }) => run)
  expect(await failed()).toEqual([])
  const summary = { status: "failed" as const }
  await journal.append("r1", { seq: 0, epoch: 1 }, [], { durability: "relaxed", summary })
  expect(index.isStale()).toBe(false)
  channel.postMessage({ call: "watching", of: "r2" })
  channel.postMessage({ call: "committed", of: "r1", seq: 0 })
  await vi.waitFor(() => expect(index.isStale()).toBe(true), soon)
  expect(await failed()).toEqual(["r1"])
})
