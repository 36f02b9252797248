import { expect, test } from "vitest"
import { sayValues } from "./sayValues.ts"

test("what stood in a field and what stands there now are said on one line", () => {
  expect(sayValues(["disabled"], { was: undefined, is: true })).toEqual(["nothing", "true"])
  expect(sayValues(["with", "prompt"], { was: "Say\n  it", is: "x".repeat(200) })).toEqual([
    "Say it",
    `${"x".repeat(120)}…`,
  ])
  expect(sayValues(["with", "values"], { was: { a: 1 }, is: [2] })).toEqual(['{"a":1}', "[2]"])
})

test("a key that was typed in is not shown, and one that is only named is", () => {
  const token = ["ghp", "a1B2".repeat(9)].join("_")
  expect(sayValues(["with", "url"], { was: `https://a.test/?key=${token}`, is: undefined })).toEqual([
    "hidden",
    "nothing",
  ])
  expect(sayValues(["with", "headers"], { was: { "x-key": token, a: "b" }, is: {} })).toEqual([
    '{"x-key":"hidden","a":"b"}',
    "{}",
  ])
  expect(sayValues(["with", "headers"], { was: {}, is: { Authorization: "Basic YTpi" } })).toEqual([
    "{}",
    '{"Authorization":"hidden"}',
  ])
  expect(
    sayValues(["with", "headers", "Authorization"], { was: "Basic YTpi", is: "{{ secrets.mine }}" }),
  ).toEqual(["hidden", "{{ secrets.mine }}"])
})
