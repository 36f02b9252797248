import { expect, test } from "vitest"
import type { RunEvent } from "../engine/core/event.ts"
import { longestText, type Note } from "../model/note.ts"
import type { RunNote } from "../runs/runService.ts"
import { createSaidSoFar, type SaidSoFar } from "./saidSoFar.ts"

const noted = (step: string, note: Note): RunNote => ({ in: "", step, visit: 1, note })
const text = (step: string, text: string) => noted(step, { type: "text", text })
const line = (step: string, number: number, message = String(number)) =>
  noted(step, { type: "log", number, at: number, level: "info", message })
const completed = (step: string): RunEvent => ({
  ...{ type: "step.completed", at: 1, in: "", step, visit: 1, outlets: {} },
})

/** What was said so far in the run, in words. */
const words = (soFar: SaidSoFar) =>
  soFar.of("r").map(({ said: { step, note } }) => {
    if (note.type === "text") return `${step}: ${note.text}`
    if (note.type === "progress") return `${step}: ${note.share}`
    return note.type === "log" ? `${step}: line ${note.message}` : `${step}: begun`
  })

test("what a step streams is one text, how far it is is the last word of it, and lines stay in their order", () => {
  const soFar = createSaidSoFar()
  soFar.note("r", line("a", 0), 1)
  soFar.note("r", noted("a", { type: "begun" }), 1)
  for (const each of ["A trip", " to Rome"]) soFar.note("r", text("a", each), 1)
  soFar.note("r", line("b", 0), 1)
  for (const share of [0.1, 0.4]) soFar.note("r", noted("a", { type: "progress", share }), 1)
  soFar.note("r", line("a", 1), 1)
  expect(words(soFar)).toEqual([
    "a: line 0",
    "a: begun",
    "a: A trip to Rome",
    "b: line 0",
    "a: 0.4",
    "a: line 1",
  ])
  expect(soFar.of("another")).toEqual([])
})

test("an outcome on disk lets go of what its attempt said, and of nothing that the next one has said since", () => {
  const soFar = createSaidSoFar()
  soFar.note("r", line("a", 0, "first try"), 4)
  soFar.note("r", line("b", 0), 4)
  // The outcome is event 4; it is still on its way to the disk.
  soFar.note("r", line("a", 0, "second try"), 5)
  soFar.committed("r", 3, [{ type: "timer.fired", timer: "t", at: 1 }, completed("a")])
  expect(words(soFar)).toEqual(["b: line 0", "a: line second try"])
  soFar.committed("r", 5, [{ type: "batch", events: [completed("a") as never, completed("b") as never] }])
  expect(words(soFar)).toEqual([])
})

test("of a run that is over or another tab's, nothing is kept", () => {
  const soFar = createSaidSoFar()
  soFar.note("r", text("a", "gone"), 1)
  soFar.forget("r")
  expect(words(soFar)).toEqual([])
})

test("never more is kept than is shown of a text, and than an attempt may write", () => {
  const soFar = createSaidSoFar()
  for (let at = 0; at < 30; at++) soFar.note("r", text("a", String(at % 10).repeat(1_000)), 1)
  const [streamed] = soFar.of("r")
  expect(streamed?.said.note.type === "text" && streamed.said.note.text.length).toBe(longestText)
  for (let at = 0; at < 1_200; at++) soFar.note("r", line("b", at), 1)
  expect(soFar.of("r")).toHaveLength(1 + 1_000)
  soFar.note("r", line("c", 0), 1)
  expect(soFar.of("r")).toHaveLength(1 + 1_000)
  // What is let go of makes room.
  soFar.committed("r", 1, [completed("b")])
  soFar.note("r", line("c", 1), 2)
  soFar.note("r", line("c", 2, "x".repeat(70_000)), 2)
  expect(words(soFar).slice(1)).toEqual(["c: line 1"])
})
