import { expect, test } from "vitest"
import { standingOf } from "../model/edits/layout.ts"
import type { Workflow } from "../model/workflow.ts"
import { along } from "./along.ts"
import { alignBoxes, distributeBoxes } from "./arranging.ts"
import { sceneOf, sizes } from "./scene.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"

/*
 *   a ─▶ b ─▶ c
 *        └──▶ d
 */
const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  steps: [
    { id: "a", kind: "act", next: "b" },
    { id: "b", kind: "act", next: ["c", "d"] },
    { id: "c", kind: "act" },
    { id: "d", kind: "act" },
  ],
  layout: { a: [0, 0], b: [300, 40], c: [640, 10], d: [1000, 400] },
}
const scene = sceneOf(workflow, testCatalogue)

test.each([
  ["left", { a: [0, 0], b: [0, 40], c: [0, 10] }],
  ["right", { a: [640, 0], b: [640, 40], c: [640, 10] }],
  ["top", { a: [0, 0], b: [300, 0], c: [640, 0] }],
  ["bottom", { a: [0, 40], b: [300, 40], c: [640, 40] }],
] as const)("boxes are lined up by their %s edge, and others stay", (edge, places) => {
  const after = alignBoxes(workflow, scene, new Set(["a", "b", "c"]), edge)
  expect(after.layout).toEqual({ ...workflow.layout, ...places })
})

test("boxes are spread with gaps that are alike, the outermost stay", () => {
  const after = distributeBoxes(workflow, scene, new Set(["a", "b", "c", "d"]), "x")
  const [a = 0, b = 0, c = 0, d = 0] = ["a", "b", "c", "d"].map(id => standingOf(after.layout?.[id]).at?.[0])
  expect([a, d]).toEqual([0, 1000])
  expect(b - a).toBeGreaterThan(sizes.card.width)
  expect(Math.abs(c - b - (b - a))).toBeLessThanOrEqual(1)
})

test("one box alone changes nothing", () => {
  expect(alignBoxes(workflow, scene, new Set(["a"]), "left")).toBe(workflow)
  expect(distributeBoxes(workflow, scene, new Set(["a", "b"]), "x")).toBe(workflow)
})

test("wires are followed up, down, and both ways", () => {
  const from = (way: Parameters<typeof along>[2]) => [...along(scene, ["b"], way)].sort()
  expect(from("upstream")).toEqual(["a", "b"])
  expect(from("downstream")).toEqual(["b", "c", "d"])
  expect([...along(scene, ["c"], "connected")].sort()).toEqual(["a", "b", "c", "d"])
})
