import { expect, test } from "vitest"
import { createTestJournal } from "../engine/loop/testJournal.ts"
import { testSummary } from "../storage/testing/journalConformance.ts"
import { createHistoryIndex } from "./historyIndex.ts"

async function filled() {
  const journal = createTestJournal<never>()
  for (let at = 0; at < 10; at++) {
    await journal.create(testSummary(`r${at}`, { startedAt: 1_000 + at, text: `number${at}` }), [])
  }
  const index = createHistoryIndex(journal)
  const found = async (query: Parameters<typeof index.history>[0]) =>
    (await index.history(query)).runs.map(({ run }) => run)
  return { journal, index, found }
}

test("pages say how many there are, and go on where the last one ended", async () => {
  const { index } = await filled()
  const first = await index.history({ most: 4 })
  expect(first).toMatchObject({
    total: 10,
    runs: [{ run: "r9" }, { run: "r8" }, { run: "r7" }, { run: "r6" }],
  })
  const second = await index.history({ most: 4, after: first.next ?? "" })
  expect(second.runs.map(({ run }) => run)).toEqual(["r5", "r4", "r3", "r2"])
})

test("what changed is read again, once it was told of, and nothing else is", async () => {
  const { journal, index, found } = await filled()
  expect(await found({ status: "failed", most: 5 })).toEqual([])
  await journal.append("r3", { seq: 0, epoch: 1 }, [], {
    durability: "strict",
    summary: { status: "failed" },
  })
  await journal.create(testSummary("new", { startedAt: 2_000 }), [])
  expect(await found({ status: "failed", most: 5 })).toEqual([])
  expect(index.isStale()).toBe(false)
  index.touch("r3")
  index.touch("new")
  expect(index.isStale()).toBe(true)
  expect(await found({ status: "failed", most: 5 })).toEqual(["r3"])
  expect(index.isStale()).toBe(false)
  expect(await found({ most: 2 })).toEqual(["new", "r9"])
})

test("a run that is gone is forgotten, here at once and elsewhere when it is looked up", async () => {
  const { journal, index, found } = await filled()
  await found({ most: 1 })
  await journal.append("r9", { seq: 0, epoch: 1 }, [], { durability: "strict", ends: true })
  await journal.remove(["r9"])
  index.touch("r9")
  expect(await found({ most: 1 })).toEqual(["r8"])
  index.forget(["r8"])
  expect(await found({ most: 1 })).toEqual(["r7"])
})

test("who asks while another question is being answered is told what is true now", async () => {
  const { journal, index, found } = await filled()
  await found({ most: 1 })
  await journal.append("r3", { seq: 0, epoch: 1 }, [], {
    durability: "strict",
    summary: { status: "failed" },
  })
  index.touch("r3")
  const both = await Promise.all([found({ status: "failed", most: 5 }), found({ status: "failed", most: 5 })])
  expect(both).toEqual([["r3"], ["r3"]])
})

test("a problem is found by the words of whoever asks, too, and is translated once however many runs ended with it", async () => {
  const { journal } = await filled()
  const message = "There is no file a.txt."
  for (const run of ["r1", "r2"])
    await journal.append(run, { seq: 0, epoch: 1 }, [], {
      durability: "strict",
      summary: { status: "failed", problem: message },
    })
  const translated: string[] = []
  const index = createHistoryIndex(journal, async () => text => {
    if (text !== "") translated.push(text)
    return text.replace("There is no file", "Es gibt keine Datei")
  })
  const found = async (text: string, spoken: "en" | "de") =>
    (await index.history({ text, spoken, most: 5 })).runs.map(({ run }) => run)
  expect(await found("keine datei", "de")).toEqual(["r2", "r1"])
  expect(await found("no file a", "de")).toEqual(["r2", "r1"])
  expect(await found("number3", "de")).toEqual(["r3"])
  expect(translated).toEqual([message])
  expect(await found("keine datei", "en")).toEqual([])
})

test("words that do not come leave the English ones, and are asked for again", async () => {
  const { journal } = await filled()
  let asked = 0
  const index = createHistoryIndex(journal, async () => {
    asked++
    if (asked === 1) throw new Error("no network")
    return text => text
  })
  const found = async () => (await index.history({ text: "number4", spoken: "de", most: 5 })).total
  expect([await found(), await found(), asked]).toEqual([1, 1, 2])
})
