import fc from "fast-check"
import { expect, test } from "vitest"
import { type Box, gap, type Line, layout } from "./layout.ts"

const box = (id: string, height = 60): Box => ({ id, width: 200, height })
const line = (from: string, to: string, pull = 1, isBack = false): Line => ({
  ...{ from, to, pull, isBack },
  port: 0,
  label: 0,
})
const boxes = (ids: string) => [...ids].map(id => box(id))
const lines = (text: string) => text.split(" ").map(pair => line(pair[0] ?? "", pair[1] ?? ""))

test("a chain is one straight row", () => {
  const places = layout(boxes("abc"), lines("ab bc"))
  expect([...places.values()].map(place => place.y)).toEqual([0, 0, 0])
  expect(places.get("c")?.x).toBe(2 * (200 + gap.column))
})

/*      ┌─▶ b ─┐
 *  a ──┤      ├──▶ d
 *      └─▶ c ─┘
 */
test("branches stand evenly around what they leave and meet again", () => {
  const places = layout(boxes("abcd"), lines("ab ac bd cd"))
  const y = (id: string) => places.get(id)?.y ?? Number.NaN
  expect(y("c") - y("b")).toBe(60 + gap.row)
  expect(y("a")).toBe((y("b") + y("c")) / 2)
  expect(y("d")).toBe(y("a"))
})

test("branches stand in the order of the outlets that they leave by", () => {
  const ways = [
    { ...line("a", "b"), port: 0.5 },
    { ...line("a", "c"), port: -0.5 },
  ]
  const places = layout(boxes("abc"), ways)
  expect(places.get("c")?.y).toBeLessThan(places.get("b")?.y ?? 0)
})

test("a side way does not bend the main way", () => {
  const places = layout(boxes("abcd"), [line("a", "b"), line("b", "c"), line("a", "d", 0.05)])
  const y = (id: string) => places.get(id)?.y ?? Number.NaN
  expect([y("a"), y("b"), y("c")]).toEqual([0, 0, 0])
})

test("a tall box hangs from the height at which wires arrive", () => {
  const places = layout([box("a"), { ...box("b", 400), anchor: 30 }], [line("a", "b")])
  expect(places.get("b")?.y).toBe(places.get("a")?.y)
})

test("there is room for what stands on a wire", () => {
  const places = layout(boxes("ab"), [{ ...line("a", "b"), label: 140 }])
  expect(places.get("b")?.x).toBe(200 + 140 + gap.label)
})

test("a wire that closes a cycle moves nothing to the right", () => {
  const places = layout(boxes("abc"), [line("a", "b"), line("b", "c"), line("c", "a", 1, true)])
  expect([...places.values()].map(place => place.x)).toEqual([0, 200 + gap.column, 2 * (200 + gap.column)])
})

test("a cycle that nobody has named is placed too", () => {
  expect(layout(boxes("ab"), lines("ab ba")).size).toBe(2)
})

test("nothing is placed for wires that lead nowhere", () => {
  expect([...layout([box("a")], lines("az za")).keys()]).toEqual(["a"])
  expect(layout([], []).size).toBe(0)
})

const graphs = fc.array(fc.integer({ min: 20, max: 300 }), { maxLength: 40 }).chain(heights =>
  fc.record({
    heights: fc.constant(heights),
    pairs: fc.array(
      fc.tuple(fc.nat(Math.max(heights.length - 1, 0)), fc.nat(Math.max(heights.length - 1, 0))),
      {
        maxLength: 80,
      },
    ),
  }),
)

test("boxes never overlap, and wires lead to the right", () => {
  fc.assert(
    fc.property(graphs, ({ heights, pairs }) => {
      const all = heights.map((height, index) => box(`s${index}`, height))
      const forward = pairs.filter(([from, to]) => from < to).map(([from, to]) => line(`s${from}`, `s${to}`))
      const places = layout(all, forward)
      expect(places.size).toBe(all.length)
      for (const { from, to } of forward) {
        expect(places.get(from)?.x).toBeLessThan(places.get(to)?.x ?? 0)
      }
      for (const a of all) {
        for (const b of all) {
          const [p, q] = [places.get(a.id), places.get(b.id)]
          if (a === b || !p || !q || p.x !== q.x) continue
          const isApart = p.y + a.height <= q.y || q.y + b.height <= p.y
          expect(isApart, `${a.id} and ${b.id} are apart`).toBe(true)
        }
      }
    }),
  )
})

test("a thousand steps are placed in good time", () => {
  const many = Array.from({ length: 1000 }, (_, index) => box(`s${index}`))
  const chain = many.slice(1).map((to, index) => line(`s${index}`, to.id))
  const jumps = many.slice(10).map((to, index) => line(`s${index}`, to.id, 0.2))
  const start = performance.now()
  expect(layout(many, [...chain, ...jumps]).size).toBe(1000)
  expect(performance.now() - start).toBeLessThan(5000)
})

/*  p ──▶ s ─┐
 *           ├─▶ u     p and q are a little too tall to stand level with s and t
 *  q ──▶ t ─┘
 */
test("a bend of a few pixels, which means nothing, is taken out", () => {
  const places = layout([box("p", 66), box("q", 66), ...boxes("stu")], lines("ps qt su tu"))
  const middle = (id: string, height: number) => (places.get(id)?.y ?? 0) + height / 2
  expect(middle("s", 60)).toBe(middle("p", 66))
  expect(middle("t", 60)).toBe(middle("q", 66))
})
