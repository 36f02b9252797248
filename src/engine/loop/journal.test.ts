import { expect, test } from "vitest"
import type { RunEvent } from "../core/event.ts"
import { createTestJournal, type Journal } from "./journal.ts"

function event(at: number): RunEvent {
  return { type: "timer.fired", at, timer: `t${at}` }
}

async function read(journal: Journal, run: string): Promise<number[]> {
  const times: number[] = []
  for await (const chunk of journal.read(run)) times.push(...chunk.map(each => (each as { at: number }).at))
  return times
}

test("events come back in the order in which they were written, each run apart", async () => {
  const journal = createTestJournal()
  await journal.create("a", [event(1)])
  await journal.create("b", [event(9)])
  await journal.append("a", { seq: 1, epoch: 1 }, [event(2), event(3)], { durability: "relaxed" })
  expect(await read(journal, "a")).toEqual([1, 2, 3])
  expect(await read(journal, "b")).toEqual([9])
  expect((await journal.create("a", [])).ok).toBe(false)
})

test("a writer whose epoch has passed, or who is behind, is refused and changes nothing", async () => {
  const journal = createTestJournal()
  await journal.create("a", [event(1)])
  const claimed = await journal.claim("a")
  expect(claimed.ok && claimed.value.epoch).toBe(2)
  const stale = await journal.append("a", { seq: 1, epoch: 1 }, [event(2)], { durability: "strict" })
  const behind = await journal.append("a", { seq: 0, epoch: 2 }, [event(2)], { durability: "strict" })
  expect([stale, behind].map(each => !each.ok && each.error.code)).toEqual([
    "not_the_owner",
    "journal_moved_on",
  ])
  expect(await read(journal, "a")).toEqual([1])
})

test("claims are counted until a commit or a goodbye", async () => {
  const journal = createTestJournal()
  await journal.create("a", [event(1)])
  await journal.claim("a")
  await journal.claim("a")
  expect((await journal.head("a"))?.claims).toBe(2)
  await journal.append("a", { seq: 1, epoch: 3 }, [event(2)], { durability: "relaxed" })
  expect((await journal.head("a"))?.claims).toBe(0)
  await journal.claim("a")
  await journal.release("a", 4)
  expect((await journal.head("a"))?.claims).toBe(0)
})

test("runs that have not ended are found after a start", async () => {
  const journal = createTestJournal()
  await journal.create("a", [event(1)])
  await journal.create("b", [event(1)])
  await journal.append("a", { seq: 1, epoch: 1 }, [event(2)], { durability: "strict", ends: true })
  expect((await journal.restart(0).unfinished()).map(head => head.run)).toEqual(["b"])
})

test("a restart may lose relaxed commits from the end, and never one that was strict or stood before one", async () => {
  const journal = createTestJournal()
  await journal.create("a", [event(0)])
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
    await journal.create("a", [event(0)])
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

test("watchers hear of events once they are committed, and only until they stop", async () => {
  const journal = createTestJournal()
  const heard: string[] = []
  const stop = journal.watch((run, seq, events) => heard.push(`${run}:${seq}+${events.length}`))
  await journal.create("a", [event(0)])
  journal.failWhen(append => append === 2)
  await journal.append("a", { seq: 1, epoch: 1 }, [event(1)], { durability: "strict" })
  await journal.append("a", { seq: 1, epoch: 1 }, [event(1), event(2)], { durability: "strict" })
  stop()
  await journal.append("a", { seq: 3, epoch: 1 }, [event(3)], { durability: "strict" })
  expect(heard).toEqual(["a:0+1", "a:1+2"])
})
