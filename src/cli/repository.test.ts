import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, expect, test } from "vitest"
import { type TestTerminal, testTerminal, workflowFile } from "./testing/testTerminal.ts"

/* Whole workflows on repositories that are awkward: in conflict with themselves, and large. */

const open: TestTerminal[] = []
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.close()
})

function terminalWith(steps: Parameters<typeof workflowFile>[1], output: string): TestTerminal {
  const terminal = testTerminal({ "w.yaml": workflowFile("w", steps, { output }) })
  open.push(terminal)
  return terminal
}

const write = (id: string, content: string) => ({
  id,
  kind: "file.write",
  with: { path: "repo/a.txt", content },
})
const git = (id: string, what: string, more = {}) => ({
  id,
  kind: `git.${what}`,
  with: { folder: "repo", ...more },
})

/** write, commit, branch off, write there, write here, merge ─conflict▶ settle ─▶ commit ─▶ look */
const inConflict = [
  git("init", "init"),
  write("start", "start\n"),
  git("first", "commit", { message: "Start" }),
  git("side", "checkout", { to: "side", create: true }),
  write("theirs", "theirs\n"),
  git("second", "commit", { message: "Theirs" }),
  git("back", "checkout", { to: "main" }),
  write("ours", "ours\n"),
  git("third", "commit", { message: "Ours" }),
  { ...git("merge", "merge", { from: "side" }), next: { conflict: "marked", success: "never" } },
  { id: "marked", kind: "file.read", with: { path: "repo/a.txt" }, next: "settle" },
  { ...write("settle", "both\n"), next: "close" },
  { ...git("close", "commit", { message: "Merged" }), next: "look" },
  { ...git("look", "status"), next: "log" },
  { ...git("log", "log"), next: [] },
  { id: "never", kind: "stop", with: { as: "failed" } },
]
const chained = inConflict.map((step, at) =>
  "next" in step || at >= 15 ? step : { ...step, next: inConflict[at + 1]?.id ?? [] },
)
const seen =
  "{{ { conflicts: steps.merge.output.conflicts, marked: steps.marked.output.content, clean: steps.look.output.clean, log: steps.log.output.commits.map(commit => commit.message) } }}"

test.each(["", " --sandbox"])(
  "a merge in conflict is settled within the run%s, and nothing of it is left over",
  async how => {
    const terminal = terminalWith(chained, seen)
    const { code, result } = await terminal.run(`run w.yaml --json${how}`)
    expect(result()).toMatchObject({ status: "completed" })
    expect(code).toBe(0)
    expect(result().output).toMatchObject({
      conflicts: ["a.txt"],
      marked: expect.stringMatching(/<<<<<<<.*ours.*=======.*theirs.*>>>>>>>/s),
      clean: true,
    })
    const { log } = result().output
    expect([log[0], [...log].sort()]).toEqual(["Merged", ["Merged", "Ours", "Start", "Theirs"]])
    if (how === "") expect(terminal.read("repo/a.txt")).toBe("both\n")
    else expect(() => terminal.read("repo/a.txt")).toThrow("ENOENT")
  },
)

test("a repository of 5,000 files is committed, changed and looked at in one run", async () => {
  const path = (n: number): string => `d${n % 50}/f${n}.txt`
  const terminal = terminalWith(
    [
      git("init", "init"),
      git("all", "commit", { message: "All" }),
      { id: "change", kind: "file.write", with: { path: `repo/${path(77)}`, content: "other\n" } },
      git("look", "status"),
    ],
    "{{ steps.look.output }}",
  )
  for (let n = 0; n < 50; n++) mkdirSync(join(terminal.folder, `repo/d${n}`), { recursive: true })
  for (let n = 0; n < 5_000; n++) writeFileSync(join(terminal.folder, "repo", path(n)), `file ${n}\n`)
  const { result } = await terminal.run("run w.yaml --json")
  expect(result()).toMatchObject({ status: "completed", output: { clean: false } })
  expect(result().output.files).toMatchObject([{ path: path(77), state: "changed" }])
}, 120_000)
