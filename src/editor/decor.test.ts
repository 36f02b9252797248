import { expect, test } from "vitest"
import type { Workflow } from "../model/workflow.ts"
import { decorOf, insideFrame, moveAll, newFrame, newNote, removeDecor, resizeDecor } from "./decor.ts"
import { sceneOf } from "./scene.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"

/*
 *   ┌ frame ───────┐
 *   │  a ─▶ b  note│ ─▶ c
 *   └──────────────┘
 */
const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  steps: [
    { id: "a", kind: "log", next: "b" },
    { id: "b", kind: "log", next: "c" },
    { id: "c", kind: "log" },
  ],
  notes: [
    { text: "In", at: [600, 100], size: [150, 60] },
    { text: "Out", at: [2000, 0] },
  ],
  frames: [{ title: "Read", at: [-20, -20], size: [800, 260] }],
  layout: { a: [0, 0], b: [300, 0], c: [900, 0] },
}
const scene = sceneOf(workflow, testCatalogue)

test("a frame holds the boxes and notes whose middle is in it", () => {
  expect(insideFrame(workflow, scene, 0)).toEqual(["a", "b", "note:0"])
  expect(insideFrame(workflow, scene, 1)).toEqual([])
})

test("boxes, notes and frames move in one edit", () => {
  const places = new Map([
    ["frame:0", { x: 80, y: 80.4 }],
    ["note:0", { x: 700, y: 200 }],
    ["a", { x: 100, y: 100 }],
  ])
  const after = moveAll(workflow, testCatalogue, places)
  expect(after.frames?.[0]).toEqual({ title: "Read", at: [80, 80], size: [800, 260] })
  expect(after.notes?.map(({ at }) => at)).toEqual([
    [700, 200],
    [2000, 0],
  ])
  expect(after.layout).toEqual({ a: [100, 100], b: [300, 0], c: [900, 0] })
  expect(after.steps).toBe(workflow.steps)
})

test("a new frame goes around what is selected, an empty one to the point", () => {
  const around = newFrame(workflow, scene, new Set(["a", "b"]), { x: 0, y: 0 })
  expect(insideFrame(around.workflow, scene, 1)).toEqual(["a", "b"])
  expect(around.id).toBe("frame:1")
  const empty = newFrame(workflow, scene, new Set(), { x: 5, y: 6 })
  expect(empty.workflow.frames?.[1]).toMatchObject({ at: [5, 6] })
})

test("notes are added at the end, resized, and taken away whatever the order", () => {
  const added = newNote(workflow, scene, { x: 1.6, y: -400 })
  expect(added).toMatchObject({ id: "note:2", workflow: { notes: [{}, {}, { text: "", at: [2, -400] }] } })
  const above = newNote(workflow, scene, { x: 0, y: 10 }).workflow.notes?.at(-1)?.at
  expect(above?.[1]).toBeLessThanOrEqual(-120 - 12)
  const sized = resizeDecor(workflow, { type: "note", index: 1 }, { x: 1, y: 2, width: 300.4, height: 80 })
  expect(sized.notes?.[1]).toEqual({ text: "Out", at: [1, 2], size: [300, 80] })
  const bare = removeDecor(added.workflow, [
    { type: "note", index: 0 },
    { type: "note", index: 2 },
    { type: "frame", index: 0 },
  ])
  expect(bare.notes?.map(({ text }) => text)).toEqual(["Out"])
  expect(bare).not.toHaveProperty("frames")
})

test("ids of the canvas are told apart from those of steps", () => {
  expect(decorOf("note:12")).toEqual({ type: "note", index: 12 })
  expect([decorOf("note"), decorOf("trigger:1"), decorOf("note:x")]).toEqual([null, null, null])
})
