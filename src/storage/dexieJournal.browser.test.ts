import fc from "fast-check"
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

test("what is kept as text says what its events say, from whatever event on, and only its end is looked at", async () => {
  const name = `journal-${Date.now()}-${++last}`
  const database = createDatabase(name)
  const journal = createDexieJournal<{ n: number }>(database)
  const commits = fc.array(fc.constantFrom(0, 1, 2, 5, 2_001), { minLength: 1, maxLength: 14 })
  let runs = 0
  await fc.assert(
    fc.asyncProperty(commits, fc.nat(30), async (sizes, from) => {
      const run = `r${runs++}`
      await journal.create(testSummary(run), [])
      let seq = 0
      for (const size of sizes) {
        const more = Array.from({ length: size }, (_, at) => ({ n: seq + at }))
        await journal.append(run, { seq, epoch: 1 }, more, { durability: "relaxed" })
        seq += size
      }
      const [plain, told] = [[] as { n: number }[], [] as { n: number }[]]
      for await (const chunk of journal.read(run, from)) plain.push(...chunk)
      let texts = 0
      for await (const chunk of journal.chunks?.(run, from) ?? []) {
        if ("count" in chunk) {
          expect(chunk.seq).toBe(from + told.length)
          expect(JSON.parse(chunk.events)).toHaveLength(chunk.count)
          texts++
        }
        told.push(...("count" in chunk ? (JSON.parse(chunk.events) as { n: number }[]) : chunk))
      }
      expect(told).toEqual(plain)
      expect(plain).toEqual(Array.from({ length: Math.max(0, seq - from) }, (_, at) => ({ n: from + at })))
      const small = sizes.filter(size => size > 0)
      if (from === 0) expect(texts).toBe(small.slice(0, -1).filter(size => size <= 2_000).length)
    }),
    { numRuns: 15 },
  )
  await journal.close()
})
