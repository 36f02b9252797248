import { expect, test } from "vitest"
import type { Journal } from "../../model/journal.ts"
import { journalConformance, testSummary } from "../../storage/testing/journalConformance.ts"
import type { RunEvent } from "../core/event.ts"
import { createTestJournal } from "./testJournal.ts"

function event(at: number): RunEvent {
  return { type: "timer.fired", at, timer: `t${at}` }
}

async function read(journal: Journal<RunEvent>, run: string): Promise<number[]> {
  const times: number[] = []
  for await (const chunk of journal.read(run)) times.push(...chunk.map(each => (each as { at: number }).at))
  return times
}

journalConformance(async () => {
  const journal = createTestJournal<{ readonly n: number }>()
  return { open: async () => journal }
})

test("a restart may lose relaxed commits from the end, and never one that was strict or stood before one", async () => {
  const journal = createTestJournal()
  await journal.create(testSummary("a"), [event(0)])
  for (const [at, durability] of [
    [1, "relaxed"],
    [2, "strict"],
    [3, "relaxed"],
    [4, "relaxed"],
  ] as const) {
    await journal.append("a", { seq: at, epoch: 1 }, [event(at)], { durability })
  }
  expect(await read(journal.restart(0), "a")).toEqual([0, 1, 2, 3, 4])
  expect(await read(journal.restart(1), "a")).toEqual([0, 1, 2, 3])
  expect(await read(journal.restart(9), "a")).toEqual([0, 1, 2])
})

test("a journal that stops dead answers nothing more, whether the last commit got there or not", async () => {
  for (const written of [true, false]) {
    const journal = createTestJournal()
    await journal.create(testSummary("a"), [event(0)])
    let answered = false
    const stopped = new Promise<void>(go => journal.stopAt(1, written, go))
    void journal.append("a", { seq: 1, epoch: 1 }, [event(1)], { durability: "strict" }).then(() => {
      answered = true
    })
    await stopped
    await new Promise(go => setTimeout(go, 0))
    expect(answered).toBe(false)
    expect(await read(journal.restart(0), "a")).toEqual(written ? [0, 1] : [0])
  }
})
