import { expect, test } from "vitest"
import type { Step } from "../../model/workflow.ts"
import { sceneOf } from "../scene.ts"
import { testCatalogue } from "../testing/testCatalogue.ts"
import { walk } from "./walk.ts"

/*           ┌─▶ b ─┐
 *  t ──▶ a ─┤      ├─▶ d ──▶ g[ x ──▶ y ]
 *           └─▶ c ─┘
 */
const steps: Step[] = [
  { id: "a", kind: "log", next: ["b", "c"] },
  { id: "b", kind: "log", next: "d" },
  { id: "c", kind: "log", next: "d" },
  { id: "d", kind: "log", next: "g" },
  {
    id: "g",
    kind: "group",
    steps: [
      { id: "x", kind: "log" },
      { id: "y", kind: "log" },
    ],
  },
]
const scene = sceneOf({ rivulet: 1, id: "w", triggers: [{ id: "t", type: "manual" }], steps }, testCatalogue)

test.each([
  [null, "right", "trigger:t"],
  ["trigger:t", "right", "a"],
  ["a", "right", "b"],
  ["b", "down", "c"],
  ["c", "up", "b"],
  ["c", "right", "d"],
  ["d", "left", "b"],
  ["a", "left", "trigger:t"],
  ["g", "down", "x"],
  ["x", "right", "y"],
  // What a leads to is gone through round and round.
  ["b", "up", "c"],
  ["c", "down", "b"],
  ["trigger:t", "up", null],
] as const)("from %s %s is %s", (from, direction, to) => {
  expect(walk(scene, from, direction)).toBe(to)
})

test("there is nowhere to go in an empty workflow", () => {
  expect(walk(sceneOf({ rivulet: 1, id: "w", steps: [] }, testCatalogue), null, "right")).toBeNull()
})
