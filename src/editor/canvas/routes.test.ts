import { expect, test } from "vitest"
import { must } from "../../lib/assert.ts"
import type { Step } from "../../model/workflow.ts"
import { type Scene, sceneOf } from "../scene.ts"
import { testCatalogue } from "../testing/testCatalogue.ts"
import { absoluteBoxes } from "./absoluteBoxes.ts"
import { type Route, routesOf } from "./routes.ts"

const log = (id: string, next: Step["next"]): Step => ({
  id,
  kind: "log",
  ...(next === undefined ? {} : { next }),
})
const drawn = (steps: readonly Step[], layout: Record<string, [number, number]>) =>
  sceneOf({ rivulet: 1, id: "w", steps, layout }, testCatalogue)
const routeOf = (scene: Scene, from: string, to: string): Route | undefined =>
  routesOf(scene).get(
    must(
      scene.wires.find(wire => wire.from === from && wire.to === to),
      "a wire",
    ).id,
  )

const row: Record<string, [number, number]> = { a: [0, 0], b: [300, 0], c: [600, 0] }

test("a wire with nothing in its way has no route", () => {
  const scene = drawn([log("a", "b"), log("b", "c"), log("c", undefined)], row)
  expect(routesOf(scene).size).toBe(0)
})

/*  a ──▶ b ──▶ c
 *  └───────────┘   below or above b
 */
test("a long wire passes the boxes between its ends", () => {
  const scene = drawn([log("a", ["b", "c"]), log("b", "c"), log("c", undefined)], row)
  const { y } = must(routeOf(scene, "a", "c"), "a route")
  const b = must(absoluteBoxes(scene).get("b"), "b")
  expect(y < b.y || y > b.y + b.node.height).toBe(true)
})

test("a way that is taken too is passed as well", () => {
  const steps = [log("a", ["b", "c", "d"]), log("b", "c"), log("d", "c"), log("c", undefined)]
  const scene = drawn(steps, { ...row, d: [300, 70] })
  const { y } = must(routeOf(scene, "a", "c"), "a route")
  for (const id of ["b", "d"]) {
    const box = must(absoluteBoxes(scene).get(id), id)
    expect(y < box.y || y > box.y + box.node.height, id).toBe(true)
  }
})

test("a failure goes on down from the foot of its box", () => {
  const scene = drawn([log("a", { success: "b", failure: "c" }), log("b", "c"), log("c", undefined)], row)
  expect(must(routeOf(scene, "a", "c"), "a route").y).toBeGreaterThan(58)
})

test("a wire back goes around below what stands in between", () => {
  const scene = drawn([log("a", "b"), log("b", "c"), log("c", "a")], {
    a: [0, 0],
    b: [300, 40],
    c: [600, 0],
  })
  expect(must(routeOf(scene, "c", "a"), "a route").y).toBeGreaterThan(98)
})
