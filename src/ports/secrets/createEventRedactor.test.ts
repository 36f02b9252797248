import fc from "fast-check"
import { expect, test } from "vitest"
import { createEventRedactor } from "./createEventRedactor.ts"

const value = "sk-canary-7f3a"

/** What comes out, chunk by chunk. */
function through(chunks: readonly string[]): string[] {
  const redactor = createEventRedactor([value])
  const decoder = new TextDecoder()
  const out = chunks.map(chunk => decoder.decode(redactor.push(new TextEncoder().encode(chunk))))
  return [...out, decoder.decode(redactor.end())]
}

const event = (text: string) => `event: delta\ndata: ${JSON.stringify({ delta: { text } })}\n\n`

function said(out: string): string {
  return [...out.matchAll(/^data: (\{.*\})$/gm)].map(([, data = ""]) => JSON.parse(data).delta.text).join("")
}

test("a value that is said in pieces is not said, however it is cut", () => {
  const cut = fc.tuple(
    fc.string({ maxLength: 9 }),
    fc.string({ maxLength: 9 }),
    fc.integer({ min: 1, max: 8 }),
  )
  fc.assert(
    fc.property(cut, fc.integer({ min: 1, max: 60 }), ([before, after, size], chunk) => {
      const text = `${before}${value}${after}`
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, "gu")) ?? []
      const stream = pieces.map(event).join("")
      const chunks = stream.match(new RegExp(`[^]{1,${chunk}}`, "gu")) ?? []
      const out = said(through(chunks).join(""))
      expect(out).not.toContain(value.slice(3))
      expect(out.startsWith(before)).toBe(true)
      expect(out.endsWith(after)).toBe(true)
      expect(out).toContain("[secret]")
    }),
  )
})

test("what is no value goes on as it came and as soon as it came", () => {
  const chunks = [
    event("This"),
    event(" rests"),
    ": ping\n\n",
    event(" s"),
    event("o. Risk"),
    "data: [DONE]\n\n",
  ]
  expect(through(chunks)).toEqual([...chunks, ""])
})

test("what may be the beginning of one waits for what follows, and comes whole where it is none", () => {
  const [first, second, last] = through([event("my sk-"), event("iing"), ""])
  expect(first).toBe("event: delta\n")
  expect(said(`${first}${second}${last}`)).toBe("my sk-iing")
  expect(said(through([event("ends in sk-can")]).join(""))).toBe("ends in sk-can")
})

test("texts at other places are other texts, and lines are not held for ever", () => {
  const other = `data: ${JSON.stringify({ other: "ary-7f3a" })}\n\n`
  expect(through([event("sk-can"), other]).join("")).toBe(event("sk-can") + other)
  const [, , ...more] = through([event("sk-can"), ...Array.from({ length: 1_500 }, () => ": ping\n\n")])
  expect(more.slice(0, -1).join("")).not.toBe("")
})
