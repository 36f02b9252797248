import { expect, test } from "vitest"
import { freshId, freshIds, isId, suggestId } from "./ids.ts"

test.each([
  ["Read the file!", "read_the_file"],
  ["readFile", "read_file"],
  ["Crème brûlée", "creme_brulee"],
  ["2nd try", "nd_try"],
  ["__proto__", "proto"],
  ["日本", "step"],
  ["", "step"],
])("“%s” makes the id %s", (text, id) => {
  expect(suggestId(text)).toBe(id)
  expect(isId(suggestId(text))).toBe(true)
})

test("a fresh id is the wanted one, or the next number that is free", () => {
  expect(freshId("wait", new Set())).toBe("wait")
  expect(freshId("wait", new Set(["wait"]))).toBe("wait_2")
  expect(freshId("wait_2", new Set(["wait", "wait_2"]))).toBe("wait_3")
  const long = "x".repeat(64)
  expect(isId(freshId(long, new Set([long])))).toBe(true)
})

test("fresh ids do not meet each other, and thousands cost little", () => {
  const fresh = freshIds(new Set(["a"]))
  const ids = Array.from({ length: 20_000 }, () => fresh("a"))
  expect(new Set(ids).size).toBe(20_000)
  expect(ids.at(-1)).toBe("a_20001")
})
