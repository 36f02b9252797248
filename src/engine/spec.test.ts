import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"

const here = import.meta.dirname

function marks(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].flatMap(([, found = ""]) => found.match(/\[[A-Z]\d+\]/g) ?? []))
}

const spec = readFileSync(join(here, "SPEC.md"), "utf8")
const rules = marks(spec, /^- \*\*(\[[A-Z]\d+\])\*\*/gm)
const tested = new Set(
  ["core", "loop", "loop/why", "../storage", "../ports/files"].flatMap(folder =>
    readdirSync(join(here, folder))
      .filter(file => file.endsWith(".test.ts"))
      .flatMap(file => [
        ...marks(readFileSync(join(here, folder, file), "utf8"), /\btest(?:\.each\(\w+\))?\(\s*"([^"]*)"/g),
      ]),
  ),
)

test("every rule of SPEC.md is cited by the title of a test", () => {
  expect([...rules].filter(rule => !tested.has(rule))).toEqual([])
  expect(rules.size).toBeGreaterThan(80)
})

test("every rule that a test cites stands in SPEC.md", () => {
  expect([...tested].filter(rule => !rules.has(rule))).toEqual([])
})

test("no two rules of SPEC.md have one mark, and no line that looks like a rule is passed over", () => {
  expect(rules.size).toBe(spec.match(/^\s*[-*] +\**\[?[A-Z]\d+\b/gm)?.length)
})
