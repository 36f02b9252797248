import { expect, test } from "vitest"
import type { Step } from "../../../model/workflow.ts"
import { sceneOf } from "../../scene.ts"
import { testCatalogue } from "../../testing/testCatalogue.ts"
import { aimAt, type Seeking } from "./aiming.ts"

const steps: Step[] = [
  { id: "a", kind: "log", next: [] },
  { id: "b", kind: "log", next: [] },
  { id: "compare", kind: "compare", next: [] },
  { id: "g", kind: "group", next: [], steps: [{ id: "inner", kind: "log" }] },
]
const layout = { a: [0, 0], b: [300, 0], compare: [300, 200], g: [0, 400] } as const
const scene = sceneOf({ rivulet: 1, id: "x", steps, layout }, testCatalogue)
const aim = (x: number, y: number, fixed = "a", seeking: Seeking = "inlet") => {
  const found = aimAt(scene, { fixed, seeking, reach: 40 }, { x, y })
  return found && `${found.box.node.id}.${found.handle.id}`
}

test("a card catches with all of itself, and an inlet a little way around", () => {
  expect(aim(480, 50)).toBe("b.in")
  expect(aim(275, 40)).toBe("b.in")
  expect(aim(250, 100)).toBeNull()
})

test("of two inlets the nearer one catches", () => {
  expect(aim(310, 210)).toBe("compare.left")
  expect(aim(310, 250)).toBe("compare.right")
})

test("what may not be wired does not catch: the step itself, and what stands inside a container", () => {
  expect(aim(10, 10)).toBeNull()
  const inner = scene.nodes.find(({ id }) => id === "inner")
  expect(aim((inner?.at.x ?? 0) + 60, 400 + (inner?.at.y ?? 0) + 20)).toBeNull()
  // A container is caught by its head.
  expect(aim(100, 420)).toBe("g.in")
})

test("the other end seeks outlets, and those of failures by themselves alone", () => {
  expect(aim(500, 10, "a", "outlet")).toBe("b.success")
  expect(aim(400, 62, "a", "outlet")).toBe("b.failure")
})
