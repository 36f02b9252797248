import { expect, test } from "vitest"
import { createLatePresses } from "./latePress.ts"

type Word = [type: string, more?: { isTrusted?: boolean; pointerType?: string }]

const down: Word = ["pointerdown", { pointerType: "touch" }]
const up: Word = ["pointerup", { pointerType: "touch" }]
const press: Word[] = [["mousedown"], ["mouseup"], ["click"]]
const byItself: Word = ["click", { isTrusted: false }]

function lateOf(...words: Word[]): string[] {
  const isLate = createLatePresses()
  return words.flatMap(([type, more]) =>
    isLate({ type, isTrusted: true, pointerType: "", ...more }) ? [type] : [],
  )
}

test("a press of a mouse after the control has clicked itself is late, once", () => {
  expect(lateOf(down, up, byItself, ...press)).toEqual(["mousedown", "mouseup", "click"])
  expect(lateOf(down, up, byItself, ...press, ...press)).toEqual(["mousedown", "mouseup", "click"])
})

test("one that comes in time is none, nor is what a mouse or the next finger does", () => {
  expect(lateOf(down, up, ...press, byItself)).toEqual([])
  expect(lateOf(down, up, byItself, down, up, ...press)).toEqual([])
  expect(
    lateOf(
      ["pointerdown", { pointerType: "mouse" }],
      ["pointerup", { pointerType: "mouse" }],
      byItself,
      ...press,
    ),
  ).toEqual([])
  expect(lateOf(byItself, ...press)).toEqual([])
})
