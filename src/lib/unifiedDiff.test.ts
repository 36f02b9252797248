import fc from "fast-check"
import { expect, test } from "vitest"
import { unifiedHunks } from "./unifiedDiff.ts"

test("says what was taken away and what was put in, with lines around", () => {
  const before = Array.from({ length: 20 }, (_, n) => `line ${n + 1}\n`)
  const after = before.with(1, "second\n").toSpliced(15, 1).concat("more")
  expect(unifiedHunks(before.join(""), after.join(""))).toBe(
    [
      ...["@@ -1,5 +1,5 @@", " line 1", "-line 2", "+second", " line 3", " line 4", " line 5"],
      ...["@@ -13,8 +13,8 @@", " line 13", " line 14", " line 15", "-line 16", " line 17", " line 18"],
      ...[" line 19", " line 20", "+more", "\\ No newline at end of file", ""],
    ].join("\n"),
  )
})

test("something from nothing, and nothing from something", () => {
  expect(unifiedHunks("", "a\nb\n")).toBe("@@ -0,0 +1,2 @@\n+a\n+b\n")
  expect(unifiedHunks("a\n", "")).toBe("@@ -1 +0,0 @@\n-a\n")
  expect(unifiedHunks("a\n", "a\n")).toBe("")
  expect(unifiedHunks("a\n", "a")).toBe("@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n")
})

test("applied to the one text they give the other", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 40 }).map(lines => lines.join("\n"))
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(patched(before, unifiedHunks(before, after))).toBe(after)
    }),
  )
})

test("texts that have next to nothing in common take no long time", () => {
  const [a, b] = ["a", "b"].map(word => Array.from({ length: 50_000 }, (_, n) => `${word}${n}\n`).join(""))
  const hunks = unifiedHunks(`same\n${a}`, `same\n${b}`)
  expect(hunks.startsWith("@@ -1,50001 +1,50001 @@\n same\n-a0\n")).toBe(true)
})

/** Applies hunks as a reader of the format would. */
function patched(before: string, hunks: string): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const after: string[] = []
  let at = 0
  let sign = ""
  for (const line of hunks.match(/[^\n]*\n/g) ?? []) {
    const head = /^@@ -(\d+)(?:,(\d+))? /.exec(line)
    if (head) {
      const start = head[2] === "0" ? Number(head[1]) : Number(head[1]) - 1
      while (at < start) after.push(lines[at++] ?? "")
    } else if (line.startsWith("\\")) {
      // Of a line that was taken away it says nothing about the result.
      if (sign !== "-") after.push(after.pop()?.replace(/\n$/, "") ?? "")
    } else if (line[0] === "-") at++
    else {
      after.push(line.slice(1))
      if (line[0] === " ") after.splice(-1, 1, lines[at++] ?? "")
    }
    sign = line[0] ?? ""
  }
  return [...after, ...lines.slice(at)].join("")
}
