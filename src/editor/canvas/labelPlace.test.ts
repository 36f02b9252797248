import { describe, expect, test } from "vitest"
import type { SceneWire } from "../scene.ts"
import { besideLabel, labelPlace } from "./labelPlace.ts"

/* Where the label and the + of a wire stand: neither lies over the other, however long the label is. */

const wire = (more: Partial<SceneWire> = {}) =>
  ({ look: "plain", side: null, isBack: false, ...more }) as SceneWire

function placesOf(
  from: readonly [number, number],
  to: readonly [number, number],
  label: string,
  side: SceneWire["side"] = null,
) {
  const [sourceX, sourceY] = from
  const [targetX, targetY] = to
  const middle = { x: (sourceX + targetX) / 2, y: (sourceY + targetY) / 2 }
  const ends = { sourceX, sourceY, targetX, targetY, middleX: middle.x, middleY: middle.y, route: null }
  const place = labelPlace(wire({ side }), ends)
  return { middle, place, plus: besideLabel(middle, place, label) }
}

describe("the labels of three outlets", () => {
  // Cards leave no less than this between their outlets.
  const apart = 58 / 3
  const share = { "0, -100%": 1, "0, -50%": 0.5, "0, 0": 0 } as const

  function topsOf(targets: readonly (readonly [number, number])[]) {
    return targets.map((to, index) => {
      const { place } = placesOf([0, index * apart], to, "timeout", (index - 1) as -1 | 0 | 1)
      return place.y - 16 * share[place.anchor as keyof typeof share]
    })
  }

  test("never lie over each other, whether they lead to one step, to several or across, near or far", () => {
    const heights = [-120, -30, -5, 0, 10, 19, 30, 45, 60, 160]
    for (const x of [56, 89, 91, 300]) {
      for (const first of heights) {
        for (const second of heights) {
          for (const third of heights) {
            const [a = 0, b = 0, c = 0] = topsOf([
              [x, first],
              [x, second],
              [x, third],
            ])
            expect(b - a, `${x}: ${first}, ${second}, ${third}`).toBeGreaterThanOrEqual(16)
            expect(c - b, `${x}: ${first}, ${second}, ${third}`).toBeGreaterThanOrEqual(16)
          }
        }
      }
    }
  })

  test("end before a step right beside them", () => {
    expect(placesOf([0, 0], [80, 0], "rejected", 0).place.room).toBe(72)
    expect(placesOf([0, 0], [80, 200], "rejected", 0).place.room).toBeUndefined()
  })
})

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
