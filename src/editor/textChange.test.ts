import fc from "fast-check"
import { expect, test } from "vitest"
import { changeBetween } from "./textChange.ts"

test("only what differs is replaced", () => {
  expect(changeBetween("name: old\nid: a\n", "name: new\nid: a\n")).toEqual({ start: 6, end: 9, text: "new" })
  expect(changeBetween("same", "same")).toBeNull()
  expect(changeBetween("aa", "aaa")).toEqual({ start: 2, end: 2, text: "a" })
})

test("the change, made, gives the other text", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const change = changeBetween(before, after)
      const made = change ? before.slice(0, change.start) + change.text + before.slice(change.end) : before
      expect(made).toBe(after)
    }),
  )
})
