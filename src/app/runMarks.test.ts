import { expect, test } from "vitest"
import { noMarks } from "../editor/runSlots.ts"
import type { RunView, StepRow } from "../runs/runView.ts"
import { litMarks, marksOf, marksSaid } from "./runMarks.ts"

/* Words come with every frame: nothing but the cards of the steps that say them may be drawn anew. */

const row = (look: StepRow["look"], endedAt: number | null): StepRow =>
  ({ look, endedAt, startedAt: 0, attempt: 1, visit: 1, inside: null, reused: false }) as unknown as StepRow
const view = {
  ...{ moment: 3, events: 3, endedAt: null, questions: [], doubts: [], retrying: [], stops: [] },
  steps: new Map([
    ["one", row("running", null)],
    ["two", row("running", null)],
    ["over", row("completed", 5)],
  ]),
  wires: new Map([["one\nsuccess\nover", "taken"]]),
} as unknown as RunView
const none = { view, texts: new Map<string, string>(), shares: new Map<string, number>() }

test("what a step says changes its words, and no state, no wire and no other step's words", () => {
  const before = marksOf(none, new Map(), noMarks)
  const texts = new Map([
    ["one", "So it was said"],
    ["over", "Not shown any more"],
    ["elsewhere", "Of no card"],
  ])
  const after = marksSaid({ ...none, texts, shares: new Map([["one", 0.5]]) }, before)
  expect([...after.said]).toEqual([["one", { text: "So it was said", share: 0.5 }]])
  expect(after.states).toBe(before.states)
  expect(after.wires).toBe(before.wires)
  const more = marksSaid(
    { ...none, texts: new Map([...texts, ["two", "Also"]]), shares: new Map([["one", 0.5]]) },
    after,
  )
  expect(more.said.get("one")).toBe(after.said.get("one"))
  expect(more.said.get("two")).toEqual({ text: "Also", share: null })
  expect(marksOf({ ...none, texts, shares: new Map([["one", 0.5]]) }, new Map(), after).said).toBe(after.said)
})

test("nothing new is the same, and the past says nothing", () => {
  const before = marksOf(none, new Map(), noMarks)
  expect(marksSaid(none, before)).toBe(before)
  const past = { ...view, moment: 2 } as RunView
  const texts = new Map([["one", "Later"]])
  expect(marksSaid({ ...none, view: past, texts }, before)).toBe(before)
  const said = marksSaid({ ...none, texts }, before)
  expect(marksSaid({ ...none, view: past, texts }, said).said.size).toBe(0)
})

test("what has a part in a value stands out with the wires that carried it, and nothing does once nobody asks", () => {
  const before = marksOf(none, new Map(), noMarks)
  const carried = { from: "one", outlet: "success", to: "over" }
  const lit = litMarks(before, { steps: new Set(["over"]), wires: [carried] })
  expect([...lit.states].map(([id, { isAside }]) => [id, isAside])).toEqual([
    ["one", true],
    ["two", true],
    ["over", false],
  ])
  expect(lit.wires.get("one\nsuccess\nover")).toBe("flowing")
  expect(litMarks(before, { steps: new Set(), wires: [] }).wires.get("one\nsuccess\nover")).toBe("dead")
  expect([...marksOf(none, new Map(), lit).states.values()].some(({ isAside }) => isAside)).toBe(false)
})
