import { expect, test } from "vitest"
import { createAsBefore } from "./asBefore.ts"

test("what says the same is the object of before, and what has changed is not", () => {
  const asBefore = createAsBefore<{ id: string; data: { line: string; problems: readonly string[] } }>()
  const made = (line: string) => [
    { id: "a", data: { line: "one", problems: [] } },
    { id: "b", data: { line, problems: ["wrong"] } },
  ]
  const first = asBefore(made("two"))
  const second = asBefore(made("three"))
  expect(second[0]).toBe(first[0])
  expect(second[1]).not.toBe(first[1])
  expect(second).toEqual(made("three"))
  const third = asBefore([...made("three"), { id: "c", data: { line: "", problems: [] } }].reverse())
  expect(third.slice(1)).toEqual([second[1], second[0]])
  expect(third[2]).toBe(first[0])
})

test("where all of it says the same it is the list of before, and a part that is the same is not compared", () => {
  const asBefore = createAsBefore<{ id: string }>()
  const [a, b] = [{ id: "a" }, { id: "b" }]
  const first = asBefore([a, b])
  const second = asBefore([{ id: "a" }, { id: "b" }])
  expect(second).toBe(first)
  expect(asBefore([a, b])).toBe(first)
  expect(asBefore([a])).toEqual([a])
  expect(asBefore([b, a])).toEqual([b, a])
  expect(asBefore([])).toEqual([])
})
