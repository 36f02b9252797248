import { expect, test } from "vitest"
import { remembering } from "./remembering.ts"

test("what is known is not made again, and what was not asked for the longest is let go of", () => {
  const made: string[] = []
  const remember = remembering<string>(2)
  const ask = (key: string) =>
    remember(key, () => {
      made.push(key)
      return key.toUpperCase()
    })
  expect([ask("a"), ask("a"), ask("b"), ask("a"), ask("c"), ask("a"), ask("b")]).toEqual([
    "A",
    "A",
    "B",
    "A",
    "C",
    "A",
    "B",
  ])
  expect(made).toEqual(["a", "b", "c", "b"])
})
