import { expect, test } from "vitest"
import { snapTo } from "./snapping.ts"

const card = (x: number, y: number) => ({ x, y, width: 208, height: 58 })

/*
 *   [a]       [held]      level with a
 *                 [b]     its left edge a little to the right
 */
test("what is held catches level with one neighbour and at the edge of another", () => {
  const { dx, dy, guides } = snapTo(card(300, 4), [card(0, 0), card(305, 200)], 6)
  expect([dx, dy]).toEqual([5, -4])
  expect(guides).toEqual([
    { axis: "x", at: 409, from: 0, to: 258 },
    { axis: "y", at: 29, from: 0, to: 513 },
  ])
})

test("the nearest of several is meant, and none beyond the reach", () => {
  expect(snapTo(card(300, 100), [card(296, 300), card(302, 500)], 6).dx).toBe(2)
  expect(snapTo(card(300, 100), [card(307, 207)], 6)).toEqual({ dx: 0, dy: 0, guides: [] })
})

test("edges of boxes that differ in size meet, too", () => {
  const wide = { x: 0, y: 0, width: 500, height: 90 }
  const { dx, guides } = snapTo(card(290, 200), [wide], 6)
  expect(dx).toBe(2)
  expect(guides).toEqual([{ axis: "x", at: 500, from: 0, to: 258 }])
})
