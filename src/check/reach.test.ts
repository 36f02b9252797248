import fc from "fast-check"
import { expect, test } from "vitest"
import { ancestors, graphOf } from "../model/graph.ts"
import { reachesIn } from "./reach.ts"

test("a step is reached from just those whose ways lead to it", () => {
  const count = 8
  const wires = fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { minLength: 1, maxLength: 16 })
  fc.assert(
    fc.property(wires, pairs => {
      const steps = Array.from({ length: count }, (_, index) => ({
        id: `s${index}`,
        kind: "note",
        next: pairs.filter(([from]) => from === index).map(([, to]) => `s${to}`),
      }))
      const graph = graphOf(steps)
      const reaches = reachesIn(graph)
      for (const to of graph.ids) {
        const before = ancestors(graph, to)
        for (const from of graph.ids) if (from !== to) expect(reaches(from, to)).toBe(before.has(from))
      }
    }),
    { numRuns: 200 },
  )
})

test("a step reaches itself only around a cycle", () => {
  //   a ─▶ b ⇄ c
  const steps = [
    { id: "a", kind: "note", next: "b" },
    { id: "b", kind: "note", next: "c" },
    { id: "c", kind: "note", next: "b" },
  ]
  const reaches = reachesIn(graphOf(steps))
  expect([reaches("a", "a"), reaches("b", "b"), reaches("c", "c")]).toEqual([false, true, true])
})
