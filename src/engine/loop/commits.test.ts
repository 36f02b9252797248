import { expect, test } from "vitest"
import { testSummary } from "../../storage/testing/journalConformance.ts"
import type { RunEvent } from "../core/event.ts"
import { createTestClock } from "./clock.ts"
import { type Commits, createCommits } from "./commits.ts"
import { createTestJournal, type TestJournal } from "./testJournal.ts"

function event(at: number): RunEvent {
  return { type: "timer.fired", at, timer: `t${at}` }
}

async function opened(journal: TestJournal = createTestJournal()) {
  const clock = createTestClock({ start: 0 })
  const seen: string[] = []
  await journal.create(testSummary("r"), [event(0)])
  const commits: Commits = createCommits(
    journal,
    clock,
    "r",
    { seq: 1, epoch: 1 },
    {
      committed: (seq, events) => seen.push(`${seq}+${events.length}`),
      held: problem => seen.push(problem.code),
      lost: problem => seen.push(problem.code),
    },
  )
  return { journal, clock, commits, seen }
}

test("what is added in one turn, or while a commit is under way, is written together", async () => {
  const { commits, seen, journal } = await opened()
  commits.add(event(1), "relaxed")
  const sure = commits.sure()
  commits.add(event(2), "strict")
  await Promise.resolve()
  await Promise.resolve()
  commits.add(event(3), "relaxed")
  commits.add(event(4), "relaxed")
  await sure
  await commits.flush()
  expect(seen).toEqual(["1+2", "3+2"])
  expect(journal.events("r").map(each => each.type === "timer.fired" && each.at)).toEqual([0, 1, 2, 3, 4])
})

test("nothing is sure before it is strictly on disk", async () => {
  const { commits, journal } = await opened()
  commits.add(event(1), "relaxed")
  await commits.flush()
  expect(journal.restart(9).events("r").length).toBe(1)
  const again = await opened()
  again.commits.add(event(1), "relaxed")
  await again.commits.sure()
  expect(again.journal.restart(9).events("r").length).toBe(2)
})

test("a full disk holds what was to be written until there is room again", async () => {
  const { commits, journal, seen } = await opened()
  let full = true
  journal.failWhen(() => full)
  let sure = false
  commits.add(event(1), "strict")
  void commits.sure().then(() => {
    sure = true
  })
  commits.add(event(2), "relaxed")
  await new Promise(go => setTimeout(go, 0))
  expect([sure, seen]).toEqual([false, ["journal_failed"]])
  full = false
  commits.add(event(3), "relaxed")
  commits.again()
  await commits.flush()
  expect([sure, seen]).toEqual([true, ["journal_failed", "1+3"]])
})

test("the last words are written where that can be done, and not waited for where it cannot", async () => {
  const { commits, journal, seen } = await opened()
  let full = true
  journal.failWhen(() => full)
  commits.add(event(1), "strict")
  void commits.sure()
  await new Promise(go => setTimeout(go, 0))
  full = false
  await commits.last()
  expect(seen, "they are tried once more").toEqual(["journal_failed", "1+1"])

  const never = await opened()
  never.journal.failWhen(() => true)
  never.commits.add(event(1), "strict")
  await never.commits.last()
  expect(never.seen).toEqual(["journal_failed"])
})

test("once another owner has claimed the run, nothing more is written here", async () => {
  const { commits, journal, seen } = await opened()
  await journal.claim("r")
  commits.add(event(1), "strict")
  void commits.sure()
  await new Promise(go => setTimeout(go, 0))
  commits.again()
  await new Promise(go => setTimeout(go, 0))
  expect(seen).toEqual(["not_the_owner"])
  expect(journal.events("r").length).toBe(1)
})
