import { expect, test } from "vitest"
import type { RunNote } from "../runs/runService.ts"
import { createSaidElsewhere } from "./saidElsewhere.ts"

const text = (text: string, step = "a"): RunNote => ({ in: "", step, visit: 1, note: { type: "text", text } })

/** A way to other tabs, with a clock that is moved by hand. */
function way(soFar: () => readonly RunNote[] = () => []) {
  let now = 0
  let waits: { readonly at: number; readonly work: () => void }[] = []
  const told: unknown[] = []
  const elsewhere = createSaidElsewhere({
    now: () => now,
    after: (milliseconds, work) => void waits.push({ at: now + milliseconds, work }),
    saidSoFar: () => soFar().map(said => ({ said, behind: 0 })),
    tell(run, seq, notes, isAll) {
      const words = notes.map(({ note }) => (note.type === "text" ? note.text : note.type))
      told.push([run, seq, words, ...(isAll ? ["all"] : [])])
    },
  })
  return {
    ...{ elsewhere, told },
    pass(milliseconds: number) {
      now += milliseconds
      const due = waits.filter(({ at }) => at <= now)
      waits = waits.filter(({ at }) => at > now)
      for (const { work } of due) work()
    },
  }
}

test("nothing is told while no other tab watches, or once none has said so for a while", () => {
  const { elsewhere, told, pass } = way()
  elsewhere.committed("r", 3)
  elsewhere.note("r", text("unheard"))
  pass(200)
  elsewhere.watched("r", false)
  elsewhere.note("r", text("heard"))
  pass(200)
  pass(5_000)
  elsewhere.note("r", text("unheard"))
  pass(200)
  expect(told).toEqual([["r", 3, ["heard"]]])
})

test("what is said goes together, a few times a second, and before the commit that follows it", () => {
  const { elsewhere, told, pass } = way()
  elsewhere.committed("r", 3)
  elsewhere.watched("r", false)
  for (const each of ["1", "2", "3"]) elsewhere.note("r", text(each))
  pass(50)
  expect(told).toEqual([])
  pass(50)
  elsewhere.note("r", text("4"))
  elsewhere.committed("r", 5)
  elsewhere.note("r", { ...text(""), note: { type: "begun" } })
  pass(200)
  expect(told).toEqual([
    ["r", 3, ["123"]],
    ["r", 3, ["4"]],
    ["r", 5, ["begun"]],
  ])
})

test("who begins to watch is told all that was said so far, once, and what was on its way is part of that", () => {
  const said: RunNote[] = [text("before")]
  const { elsewhere, told, pass } = way(() => said)
  elsewhere.committed("r", 3)
  elsewhere.watched("r", true)
  elsewhere.watched("r", false)
  elsewhere.note("r", text("more"))
  said.push(text("more"))
  // Another one comes.
  elsewhere.watched("r", true)
  pass(200)
  // Of a tab that has not been heard of for a while nobody knows what it has heard.
  pass(5_000)
  elsewhere.watched("r", false)
  expect(told).toEqual([
    ["r", 3, ["before"], "all"],
    ["r", 3, ["before", "more"], "all"],
    ["r", 3, ["before", "more"], "all"],
  ])
})

test("of a run that has ended, or is another tab's now, nothing more is told", () => {
  const { elsewhere, told, pass } = way()
  elsewhere.committed("r", 3)
  elsewhere.watched("r", false)
  elsewhere.note("r", text("late"))
  elsewhere.forget("r")
  pass(200)
  expect(told).toEqual([])
})
