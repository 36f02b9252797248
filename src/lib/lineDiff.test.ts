import fc from "fast-check"
import { expect, test } from "vitest"
import { countLines, lineDiff } from "./lineDiff.ts"

const say = (before: string, after: string) =>
  lineDiff(before, after).map(({ type, text }) => `${{ same: " ", added: "+", removed: "-" }[type]}${text}`)

test("as little as possible is added and removed", () => {
  expect(say("a\nb\nc\n", "a\nx\nc\n")).toEqual([" a", "-b", "+x", " c"])
  expect(say("", "a\nb")).toEqual(["+a", "+b"])
  expect(say("a\nb", "")).toEqual(["-a", "-b"])
  expect(say("a\nb\nc\nd", "b\nd\ne")).toEqual(["-a", " b", "-c", " d", "+e"])
  expect(countLines(lineDiff("a\nb\n", "b\nc\nd\n"))).toEqual({ added: 2, removed: 1 })
})

test("very long texts are compared in time, though not line by line", () => {
  const long = (word: string) => Array.from({ length: 5_000 }, (_, at) => `${word} ${at}`).join("\n")
  const { added, removed } = countLines(lineDiff(`same\n${long("a")}`, `same\n${long("b")}`))
  expect({ added, removed }).toEqual({ added: 5_000, removed: 5_000 })
})

test("both texts can be read from what differs", () => {
  const text = fc.array(fc.constantFrom("a", "b", "", "c c"), { maxLength: 12 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(
        before.map(line => `${line}\n`).join(""),
        after.map(line => `${line}\n`).join(""),
      )
      const without = (type: string) => lines.filter(line => line.type !== type).map(line => line.text)
      expect(without("added")).toEqual(before)
      expect(without("removed")).toEqual(after)
    }),
  )
})
