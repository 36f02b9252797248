import { expect, test } from "vitest"
import type { Workflow } from "../../../model/workflow.ts"
import { sceneOf } from "../../scene.ts"
import { testCatalogue } from "../../testing/testCatalogue.ts"
import { areaOfShapes, drawingOf, shapeAt, shapesWithin } from "./drawing.ts"

/*
 *   a ──▶ g [ b ]      with a note beside
 */
const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  steps: [
    { id: "a", kind: "log", next: "g" },
    { id: "g", kind: "group", steps: [{ id: "b", kind: "log" }] },
  ],
  notes: [{ text: "here", at: [0, 400], size: [200, 100] }],
  layout: { a: [0, 0], g: [400, 0] },
}
const drawing = drawingOf(sceneOf(workflow, testCatalogue), workflow)
const shape = (id: string) =>
  drawing.shapes.find(each => each.id === id) ?? { x: 0, y: 0, width: 0, height: 0 }

test("what is inside a container stands where it is really seen, and above it", () => {
  const [g, b] = [shape("g"), shape("b")]
  expect(b.x).toBeGreaterThan(g.x)
  expect(shapeAt(drawing, b.x + 5, b.y + 5)?.id).toBe("b")
  expect(shapeAt(drawing, g.x + 5, g.y + 5)?.id).toBe("g")
  expect(shapeAt(drawing, 5000, 5000)).toBeNull()
})

test("what a hand holds is drawn where it is held, with what is inside and its wires", () => {
  const places = new Map([
    ["g", { x: 500, y: 70 }],
    ["note:0", { x: 9, y: 8 }],
  ])
  const held = drawingOf(sceneOf(workflow, testCatalogue), workflow, places)
  const g = shape("g")
  expect(held.shapes).toEqual(
    drawing.shapes.map(each => {
      if (each.id === "note:0") return { ...each, x: 9, y: 8 }
      return each.id === "a" ? each : { ...each, x: each.x + 500 - g.x, y: each.y + 70 - g.y }
    }),
  )
  expect(held.strokes[0]?.to[0]).toBe(500)
})

test("wires go from handle to handle", () => {
  expect(drawing.strokes).toHaveLength(1)
  const [{ from, to } = { from: [0, 0], to: [0, 0] }] = drawing.strokes
  expect([from[0], to[0]]).toEqual([208, 400])
})

test("a box drawn around some finds those that it touches, and a container only as a whole", () => {
  expect(shapesWithin(drawing, { x: 100, y: 20, width: 320, height: 5 })).toEqual(["a"])
  expect(shapesWithin(drawing, { x: -1, y: -1, width: 2000, height: 2000 })).toEqual([
    "a",
    "g",
    "b",
    "note:0",
  ])
})

test("the whole surrounds everything, and a part what is meant", () => {
  expect(drawing.area).toMatchObject({ x: 0, y: 0, height: 500 })
  expect(areaOfShapes(drawing, new Set(["a"]))).toMatchObject({ x: 0, y: 0, width: 208 })
  expect(areaOfShapes(drawing, new Set(["nobody"]))).toEqual(drawing.area)
})
