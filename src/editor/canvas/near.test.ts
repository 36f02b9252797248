import { expect, test } from "vitest"
import { setName } from "../../model/edits/fields.ts"
import type { Workflow } from "../../model/workflow.ts"
import { sceneOf } from "../scene.ts"
import { sceneAfter } from "../sceneAfter.ts"
import { testCatalogue } from "../testing/testCatalogue.ts"
import { createKnown, createNear, knownOf } from "./near.ts"

/*
 *   a ──▶ b ──▶ c        d, e far to the right; g [ i ] far below
 */
const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  steps: [
    { id: "a", kind: "log", next: "b" },
    { id: "b", kind: "log", next: "c" },
    { id: "c", kind: "log", next: "d" },
    { id: "d", kind: "log", next: "e" },
    { id: "e", kind: "log" },
    { id: "g", kind: "group", steps: [{ id: "i", kind: "log" }] },
  ],
  layout: { a: [0, 0], b: [300, 0], c: [600, 0], d: [9000, 0], e: [9300, 0], g: [0, 9000] },
}
const scene = sceneOf(workflow, testCatalogue)
const wireBetween = (from: string, to: string) =>
  scene.wires.find(wire => wire.from === from && wire.to === to)?.id ?? ""
const at = (x: number, y: number, zoom: number) =>
  ({ transform: [-x * zoom, -y * zoom, zoom], width: 1000, height: 500 }) as const

test("what is near stays the same until the canvas leaves it, or comes much nearer", () => {
  const near = createNear()
  const first = near(at(0, 0, 1))
  expect(first).toEqual({ x: -500, y: -250, width: 2000, height: 1000 })
  expect(near(at(400, -200, 1))).toBe(first)
  expect(near(at(501, 0, 1))).toMatchObject({ x: 1, width: 2000 })
  expect(near(at(501, 0, 0.4))).toMatchObject({ width: 5000 })
  expect(near(at(501, 0, 0.8)).width).toBe(5000)
  expect(near(at(501, 0, 1)).width).toBe(2000)
})

test("before the canvas has a size nothing is near", () => {
  const { width, height } = createNear()({ transform: [0, 0, 1], width: 0, height: 0 })
  expect([width, height]).toEqual([0, 0])
})

test("a wire that passes brings the boxes at its ends, wherever they are", () => {
  const { boxes, wires } = knownOf(scene, { x: 4000, y: 0, width: 500, height: 100 }, new Set())
  expect([...boxes]).toEqual(["c", "d"])
  expect([...wires]).toEqual([wireBetween("c", "d")])
})

test("what is kept is known without being near: boxes with what holds them, wires with their ends", () => {
  const { boxes, wires } = knownOf(scene, null, new Set(["i", wireBetween("a", "b")]))
  expect(new Set(boxes)).toEqual(new Set(["i", "g", "a", "b"]))
  expect([...wires]).toEqual([wireBetween("a", "b")])
})

test("what has to be known is worked out again only where a place, what is seen or what is kept is another one", () => {
  const knownIn = createKnown()
  const near = { x: 0, y: 0, width: 700, height: 100 }
  const first = knownIn(scene, near, new Set(["i"]))
  const named = sceneAfter({ workflow, scene }, setName(workflow, "a", "First"), testCatalogue)
  expect(named).not.toBe(scene)
  expect(knownIn(named ?? scene, near, new Set(["i"]))).toBe(first)
  expect([...knownIn(scene, near, new Set(["e"])).boxes]).toContain("e")
  expect([...knownIn(scene, { ...near, x: 9000 }, new Set(["e"])).boxes]).not.toContain("a")
  expect(knownIn(scene, near, new Set(["i"]))).toEqual(first)
  const moved = sceneOf({ ...workflow, layout: { ...workflow.layout, a: [0, 5000] } }, testCatalogue)
  expect(knownIn(moved, near, new Set(["i"]))).toEqual(knownOf(moved, near, new Set(["i"])))
})
