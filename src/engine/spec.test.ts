import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"

const here = import.meta.dirname

function marks(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].flatMap(([, found = ""]) => found.match(/\[[A-Z]\d+\]/g) ?? []))
}

const rules = marks(readFileSync(join(here, "SPEC.md"), "utf8"), /^- \*\*(\[[A-Z]\d+\])\*\*/gm)
const tested = new Set(
  readdirSync(join(here, "core"))
    .filter(file => file.endsWith(".test.ts"))
    .flatMap(file => [...marks(readFileSync(join(here, "core", file), "utf8"), /\btest\(\s*"([^"]*)"/g)]),
)

test("every rule of SPEC.md is cited by the title of a test", () => {
  expect([...rules].filter(rule => !tested.has(rule))).toEqual([])
  expect(rules.size).toBeGreaterThan(80)
})

test("every rule that a test cites stands in SPEC.md", () => {
  expect([...tested].filter(rule => !rules.has(rule))).toEqual([])
})
