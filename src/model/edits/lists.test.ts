import { expect, test } from "vitest"
import type { Workflow } from "../workflow.ts"
import { setWorkflowField } from "./fields.ts"
import { setLayout } from "./layout.ts"
import {
  addFrame,
  addNote,
  addTrigger,
  removeFrame,
  removeNote,
  removeTrigger,
  updateFrame,
  updateNote,
  updateTrigger,
} from "./lists.ts"
import { addInput, addVariable, removeInput, removeVariable, updateInput, updateVariable } from "./names.ts"

const empty: Workflow = { rivulet: 1, id: "w", steps: [] }

test("notes come, change and go, and leave no empty list behind", () => {
  const two = addNote(addNote(empty, { text: "a", at: [0, 0] }), { text: "b", at: [1, 1] })
  const changed = updateNote(two, 1, { text: "c" })
  expect(changed.notes?.map(({ text }) => text)).toEqual(["a", "c"])
  expect(changed.notes?.[0]).toBe(two.notes?.[0])
  expect(updateNote(two, 7, { text: "c" })).toBe(two)
  expect(removeNote(removeNote(two, 0), 0)).toEqual(empty)
  expect(removeNote(two, 7)).toBe(two)
})

test("frames come, change and go", () => {
  const framed = addFrame(empty, { at: [0, 0], size: [10, 10] })
  expect(updateFrame(framed, 0, { title: "Intake" }).frames).toEqual([
    { at: [0, 0], size: [10, 10], title: "Intake" },
  ])
  expect(removeFrame(framed, 0)).toEqual(empty)
})

test("triggers come, change and go; what is undefined goes away", () => {
  const added = addTrigger(empty, { id: "t", type: "manual", enabled: false })
  expect(updateTrigger(added, 0, { enabled: undefined, next: "a" }).triggers).toEqual([
    { id: "t", type: "manual", next: "a" },
  ])
  expect(removeTrigger(added, 0)).toEqual(empty)
})

test("inputs and variables come, change and go", () => {
  const input = addInput(empty, "a", { type: "string" })
  expect(input.ok && updateInput(input.value, "a", { type: "number" }).inputs).toEqual({
    a: { type: "number" },
  })
  expect(input.ok && removeInput(input.value, "a")).toEqual(empty)
  expect(updateInput(empty, "constructor", {})).toBe(empty)
  expect(input.ok && addInput(input.value, "a", {})).toMatchObject({ error: { code: "id_taken" } })
  expect(addInput(empty, "__proto__", {})).toMatchObject({ error: { code: "id_not_good" } })
  const variable = addVariable(empty, "a", 1)
  expect(variable.ok && updateVariable(variable.value, "a", null).variables).toEqual({ a: null })
  expect(variable.ok && removeVariable(variable.value, "a")).toEqual(empty)
})

test("places on the canvas change many at once, and only where they differ", () => {
  const placed = setLayout(empty, { a: [1, 2], b: [3, 4, 5, 6] })
  expect(placed.layout).toEqual({ a: [1, 2], b: [3, 4, 5, 6] })
  expect(setLayout(placed, { a: [1, 2] })).toBe(placed)
  expect(setLayout(placed, { a: null, b: null })).toEqual(empty)
})

test("a field of the workflow that is taken away takes along what held nothing else", () => {
  const workflow = { ...empty, settings: { timeout: "1h", budget: { usd: 1 } } }
  const less = setWorkflowField(workflow, ["settings", "budget", "usd"], undefined)
  expect(less.settings).toEqual({ timeout: "1h" })
  expect(setWorkflowField(less, ["settings", "timeout"], undefined)).toEqual(empty)
  // What stood empty is nobody's to take away.
  const kept = { ...empty, variables: {} }
  expect(setWorkflowField(kept, ["name"], undefined)).toBe(kept)
})
