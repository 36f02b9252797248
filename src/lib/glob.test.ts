import fc from "fast-check"
import { expect, test } from "vitest"
import { parseGlob } from "./glob.ts"

function matches(glob: string, path: string): boolean {
  const parsed = parseGlob(glob)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value.matches(path)
}

test.each([
  ["*", "a.txt", true],
  ["*", "a/b.txt", false],
  ["**", "a/b/c.txt", true],
  ["**/*.md", "readme.md", true],
  ["**/*.md", "a/b/readme.md", true],
  ["**/*.md", "a/b/readme.mdx", false],
  ["src/**", "src/a/b.ts", true],
  ["src/**", "srcs/a.ts", false],
  ["src/**/*.{ts,tsx}", "src/a.ts", true],
  ["src/**/*.{ts,tsx}", "src/x/y/a.tsx", true],
  ["src/**/*.{ts,tsx}", "src/x/y/a.js", false],
  ["src/**/test/**/a", "src/test/a", true],
  ["src/**/test/**/a", "src/x/test/y/z/a", true],
  ["src/**/test/**/a", "src/x/atest/a", false],
  ["a?c", "abc", true],
  ["a?c", "a/c", false],
  ["a?c", "ac", false],
  ["[a-c]x", "bx", true],
  ["[a-c]x", "dx", false],
  ["[!a-c]x", "dx", true],
  ["[!a]b", "/b", false],
  ["a**b", "axxb", true],
  ["a**b", "a/b", false],
  ["{a,b/{c,d}}.ts", "b/d.ts", true],
  ["{a,b/{c,d}}.ts", "b/e.ts", false],
  ["{,un}set", "set", true],
  ["\\*", "*", true],
  ["\\*", "a", false],
  ["(a+)+$", "(a+)+$", true],
  ["__proto__", "__proto__", true],
])("%s and %s: %s", (glob, path, wanted) => {
  expect(matches(glob, path)).toBe(wanted)
})

test.each([
  ["", "empty"],
  ["{a,b", "never closed"],
  ["[abc", "never closed"],
  ["a\\", "backslash"],
  ["a".repeat(2000), "longer"],
  ["{a,b}".repeat(12), "choices"],
])("%s cannot be read: %s", (glob, why) => {
  const parsed = parseGlob(glob)
  expect(parsed.ok ? "read" : parsed.error).toContain(why)
})

test("patterns that make backtracking matchers hang end at once", () => {
  const started = process.hrtime.bigint()
  expect(matches("a*".repeat(30).concat("b"), "a".repeat(20_000))).toBe(false)
  expect(matches("**/".repeat(100).concat("b"), "a/".repeat(2_000).concat("c"))).toBe(false)
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(5_000)
})

test("agrees with a plain definition on patterns of letters and stars", () => {
  const fits = (glob: string, path: string): boolean => {
    if (glob === "") return path === ""
    if (glob[0] === "*")
      return fits(glob.slice(1), path) || (path !== "" && path[0] !== "/" && fits(glob, path.slice(1)))
    return path[0] === glob[0] && fits(glob.slice(1), path.slice(1))
  }
  const text = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 })
  fc.assert(
    fc.property(text("ab*/"), text("ab/"), (glob, path) => {
      fc.pre(glob !== "" && !glob.includes("**"))
      expect(matches(glob, path)).toBe(fits(glob, path))
    }),
    { numRuns: 500 },
  )
})
