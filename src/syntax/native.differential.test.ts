import fc from "fast-check"
import { expect, test } from "vitest"
import { javascriptLane } from "./testing/javascriptLane.ts"
import { compareLanes, samples } from "./testing/lanes.ts"

test("the native lane gives JavaScript's value or problem, or leaves the expression to the other lane", () => {
  const counts = new Map<string, number>()
  fc.assert(
    fc.property(samples, sample => {
      const comparison = compareLanes(sample, javascriptLane)
      expect(typeof comparison, JSON.stringify(comparison)).toBe("string")
      counts.set(String(comparison), (counts.get(String(comparison)) ?? 0) + 1)
    }),
    { numRuns: 5_000 },
  )
  expect(counts.get("same value")).toBeGreaterThan(1_000)
  expect(counts.get("same problem")).toBeGreaterThan(100)
})
