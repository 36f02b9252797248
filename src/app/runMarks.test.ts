import { expect, test } from "vitest"
import { noMarks } from "../editor/runSlots.ts"
import type { RunView, StepRow } from "../runs/runView.ts"
import { marksOf, marksSaid } from "./runMarks.ts"

/* Words come with every frame: nothing but the cards of the steps that say them may be drawn anew. */

const row = (look: StepRow["look"], endedAt: number | null): StepRow =>
  ({ look, endedAt, startedAt: 0, attempt: 1, visit: 1, inside: null, reused: false }) as unknown as StepRow
const view = {
  ...{ moment: 3, events: 3, endedAt: null, questions: [], retrying: [], stops: [] },
  steps: new Map([
    ["one", row("running", null)],
    ["two", row("running", null)],
    ["over", row("completed", 5)],
  ]),
  wires: new Map([["one\nsuccess\nover", "taken"]]),
} as unknown as RunView
const none = { view, texts: new Map<string, string>(), shares: new Map<string, number>() }

test("what a step says changes its own state, and no wire and no other step", () => {
  const before = marksOf(none, new Map(), noMarks)
  const texts = new Map([
    ["one", "So it was said"],
    ["over", "Not shown any more"],
    ["elsewhere", "Of no card"],
  ])
  const after = marksSaid({ ...none, texts, shares: new Map([["one", 0.5]]) }, before)
  expect(after.states.get("one")).toMatchObject({ text: "So it was said", share: 0.5 })
  expect(after.states.get("two")).toBe(before.states.get("two"))
  expect(after.states.get("over")).toBe(before.states.get("over"))
  expect(after.states.has("elsewhere")).toBe(false)
  expect(after.wires).toBe(before.wires)
  expect(after.states.get("one")).toEqual(
    marksOf({ ...none, texts, shares: new Map([["one", 0.5]]) }, new Map(), before).states.get("one"),
  )
})

test("nothing new is the same, and the past says nothing", () => {
  const before = marksOf(none, new Map(), noMarks)
  expect(marksSaid(none, before)).toBe(before)
  const past = { ...view, moment: 2 } as RunView
  expect(marksSaid({ ...none, view: past, texts: new Map([["one", "Later"]]) }, before)).toBe(before)
})
