import { expect, test } from "vitest"
import { createRandom } from "./random.ts"

test("the same seed and key draw the same, and others draw otherwise", () => {
  const draw = (seed: number, key: string) => createRandom(seed, key).uuid()
  expect(draw(1, "r:a#1")).toBe(draw(1, "r:a#1"))
  expect(new Set([draw(1, "r:a#1"), draw(2, "r:a#1"), draw(1, "r:a#2"), draw(1, "r:b#1")]).size).toBe(4)
})

test("what is drawn looks like chance, and a uuid like one of version 4", () => {
  const random = createRandom(7, "k")
  const counts = new Array<number>(256).fill(0)
  for (const byte of random.bytes(256_000)) counts[byte] = (counts[byte] ?? 0) + 1
  expect(Math.min(...counts)).toBeGreaterThan(850)
  expect(Math.max(...counts)).toBeLessThan(1_150)
  expect(random.uuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})
