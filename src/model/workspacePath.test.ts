import fc from "fast-check"
import { expect, test } from "vitest"
import corpus from "../../e2e/corpus/bad-inputs.json"
import { parseFilePath, parseWritablePath } from "./workspacePath.ts"

const cases = corpus.filter(({ surface }) => surface === "file-path")
const generated: Readonly<Record<string, string>> = { "FP-025": `${"a/".repeat(2000)}b` }
/** Cases about what stands in the workspace, or how a path is shown, and not about its text. */
const elsewhere = ["FP-022", "FP-023", "FP-026", "FP-028", "FP-031"]

test("the corpus is there", () => expect(cases.length).toBe(22))

test.each(
  cases
    .filter(({ id }) => !elsewhere.includes(id))
    .map(({ id, input, expect: wanted }) => [id, input, wanted]),
)("%s %j", (id, input, wanted) => {
  const path = parseWritablePath(generated[id ?? ""] ?? input ?? "")
  expect(path.ok).toBe(!wanted?.startsWith("REFUSED"))
})

test.each([
  ["notes/today.md", "notes/today.md"],
  ["./notes//today.md", "notes/today.md"],
  ["a/./b/", "a/b"],
  ["__proto__", "__proto__"],
  ["%2e%2e%2fb", "%2e%2e%2fb"],
  ["Ärger/日本.txt", "Ärger/日本.txt"],
  [".github/workflows/x.yml", ".github/workflows/x.yml"],
])("%s is %s", (text, path) => {
  expect(parseWritablePath(text)).toEqual({ ok: true, value: path })
})

test.each([
  ["../a", "file_path_leaves"],
  ["a/../b", "file_path_leaves"],
  ["/etc/passwd", "file_path_absolute"],
  ["C:/x", "file_path_absolute"],
  ["\\\\server\\x", "file_path_absolute"],
  ["", "file_path_empty"],
  ["./.", "file_path_empty"],
  ["a\0b", "file_path_letter"],
  ["a\nb", "file_path_letter"],
  ["nul", "file_path_reserved"],
  ["a/COM1.log", "file_path_reserved"],
  ["a./b", "file_path_reserved"],
  ["trailing ", "file_path_reserved"],
  ["x".repeat(300), "file_path_long"],
  [".git/config", "file_path_git"],
  ["sub/.GIT/hooks/x", "file_path_git"],
])("%j is refused: %s", (text, code) => {
  const path = parseWritablePath(text)
  expect(path.ok ? "accepted" : path.error.code).toBe(code)
})

test("git's folder may be read", () => {
  expect(parseFilePath(".git/HEAD").ok).toBe(true)
})

test("what is accepted stays within, and is accepted again as it is", () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.constantFrom("..", ".", "", ".git", "con", "a", "~1", "\u200d"),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), names => {
      const path = parseWritablePath(names.join("/"))
      if (!path.ok) return
      expect(path.value).not.toMatch(/(^|\/)\.\.?(\/|$)|^\/|\\|:|\0/)
      expect(parseWritablePath(path.value)).toEqual(path)
    }),
    { numRuns: 500 },
  )
})
