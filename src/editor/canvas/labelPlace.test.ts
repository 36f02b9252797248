import { describe, expect, test } from "vitest"
import type { SceneWire } from "../scene.ts"
import { besideLabel, labelPlace } from "./labelPlace.ts"

/* Where the label and the + of a wire stand: neither lies over the other, however long the label is. */

const wire = (more: Partial<SceneWire> = {}) => ({ look: "flow", isBack: false, ...more }) as SceneWire

function placesOf(from: readonly [number, number], to: readonly [number, number], label: string) {
  const [sourceX, sourceY] = from
  const [targetX, targetY] = to
  const middle = { x: (sourceX + targetX) / 2, y: (sourceY + targetY) / 2 }
  const ends = { sourceX, sourceY, targetX, targetY, middleX: middle.x, middleY: middle.y, route: null }
  const place = labelPlace(wire(), ends)
  return { middle, place, plus: besideLabel(middle, place, label) }
}

describe("the + of a wire", () => {
  test("stays in the middle of a wire whose label ends before it", () => {
    const { middle, plus } = placesOf([0, 0], [200, 0], "true")
    expect(plus).toEqual(middle)
  })

  test("stands below a label that reaches over the middle of a straight wire", () => {
    const { place, plus } = placesOf([0, 0], [120, 0], "if inputs.loud · after 5m")
    expect(plus.x).toBe(60)
    expect(plus.y - 10).toBeGreaterThan(place.y)
  })

  test("stands below the label of a short wire, which is in the middle", () => {
    const { place, plus } = placesOf([0, 0], [60, 80], "false")
    expect(place).toMatchObject({ x: 30, y: 40 })
    expect(plus.y - 10).toBeGreaterThan(place.y + 8)
  })

  test("is where it would be without a label that only lies beside it", () => {
    const { middle, plus } = placesOf([0, 0], [200, 120], "rejected")
    expect(plus).toEqual(middle)
  })
})
