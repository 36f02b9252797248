import { existsSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { build } from "../dev/build.mjs"
import { type TestTerminal, testTerminal, workflowFile } from "./testing/testTerminal.ts"

const workflow = `rivulet: 1
id: report
steps:
  - { id: read, kind: file.read, with: { path: notes.txt } }
  - { id: save, kind: file.write, with: { path: out/report.md, content: "# {{ steps.read.output.content }}" } }
  - { id: log, kind: file.append, with: { path: notes.txt, content: "read\\n" } }
  - { id: tell, kind: chat.send, with: { text: "Ready" } }
  - { id: list, kind: shell.run, with: { command: "node --version > made" } }
`

// The built-in shell runs in a thread, whose entry stands beside the built command.
beforeAll(() => build("cli"), 120_000)

let terminal: TestTerminal
beforeEach(() => {
  terminal = testTerminal({ "a.yaml": workflow, "notes.txt": "one\n" })
})
afterEach(() => terminal.close())

const there = (path: string) => existsSync(join(terminal.folder, path))

test("a sandbox run asks for no grant, does nothing, and says what it would do", async () => {
  const { code, out } = await terminal.run("run a.yaml --sandbox")
  expect(code).toBe(0)
  expect(out).toContain("What this run would do")
  expect(out).toContain("1  Change notes.txt (+1 -0)")
  expect(out).toContain("        + read")
  expect(out).toContain("2  Make out/report.md (+1 -0)")
  expect(out).toContain("3  Chat: Ready")
  expect(out).toContain("4  node --version > made")
  expect(out).toMatch(/rivulet runs apply \S+/)
  expect(terminal.read("notes.txt")).toBe("one\n")
  expect([there("out"), there("made"), there(".rivulet/chat.jsonl")]).toEqual([false, false, false])
  const listed = await terminal.run("runs list --json")
  expect(listed.out).toContain('"mode":"sandbox"')
})

test("what it would do is applied, all of it or some", async () => {
  const { result } = await terminal.run("run a.yaml --sandbox --json")
  const { runId, wouldDo } = result()
  expect(wouldDo).toMatchObject({
    files: [
      { number: 1, path: "notes.txt", how: "changed", added: 1, before: "one\n", after: "one\nread\n" },
      { number: 2, path: "out/report.md", how: "new", before: "", after: "# one\n" },
    ],
    held: [
      { number: 3, port: "notify", what: "chat", with: { text: "Ready" } },
      { number: 4, port: "shell", what: "run", with: { command: "node --version > made" } },
    ],
  })
  const none = await terminal.run(`runs apply ${runId} --only 9`)
  expect(none).toMatchObject({ code: 2 })
  expect(none.complaint).toContain("--only 9 names nothing")
  const some = await terminal.run(`runs apply ${runId} --only 2,3 --grant-all`)
  expect(some.code).toBe(0)
  expect(terminal.read("out/report.md")).toBe("# one\n")
  expect(terminal.read("notes.txt")).toBe("one\n")
  expect([there("made"), there(".rivulet/chat.jsonl")]).toEqual([false, true])
  const rest = await terminal.run(`runs apply ${runId} --only 1,4 --grant-all`)
  expect(rest.code).toBe(0)
  expect(terminal.read("notes.txt")).toBe("one\nread\n")
  expect(there("made")).toBe(true)
  const refused = await terminal.run(`runs apply ${await sandboxed()} --grant-all`)
  expect(refused.code).toBe(0)
})

async function sandboxed(): Promise<string> {
  const { result } = await terminal.run("run a.yaml --sandbox --json")
  return String(result().runId)
}

test("what has changed underneath is refused, and a live run cannot be applied", async () => {
  const run = await sandboxed()
  terminal.write("notes.txt", "other\n")
  const { code, complaint } = await terminal.run(`runs apply ${run} --grant-all`)
  expect(code).toBe(2)
  expect(complaint).toContain("notes.txt has changed since the sandbox run")
  expect(there("out")).toBe(false)
  const live = await terminal.run("run a.yaml --grant-all --json")
  const again = await terminal.run(`runs apply ${live.result().runId}`)
  expect(again.complaint).toContain("was no sandbox run")
})

test("a run is kept as a test, which passes offline until the workflow says something else", async () => {
  const live = await terminal.run("run a.yaml --grant-all --json")
  const { runId } = live.result()
  const expected = 'steps.save.output.path="out/report.md"'
  const kept = await terminal.run(
    "runs",
    "keep",
    String(runId),
    "--in",
    "a.yaml",
    "--name",
    "Notes",
    "--expect",
    expected,
  )
  expect(kept.out).toContain("Kept as the test “Notes” in a.test.json")
  terminal.write("notes.txt", "other\n")
  const { code, out } = await terminal.run("test a.yaml")
  expect(out).toContain("passed  a.yaml  Notes")
  expect(code).toBe(0)
  expect(terminal.read("notes.txt")).toBe("other\n")
  terminal.write("a.yaml", workflow.replace("out/report.md", "out/other.md"))
  const changed = await terminal.run("test a.yaml")
  expect(changed.code).toBe(1)
  expect(changed.out).toContain("FAILED  a.yaml  Notes")
  expect(changed.out).toContain("The recording has no answer to files.write")
  expect((await terminal.run("test notes.txt")).code).toBe(2)
  const updated = await terminal.run("test a.yaml --update")
  expect(updated.code).toBe(0)
  expect((await terminal.run("test a.yaml")).out).toContain("passed  a.yaml  Notes")
})

test("a test expects more than sameness, and says what it is not", async () => {
  const live = await terminal.run("run a.yaml --grant-all --json")
  const keep = async (name: string, ...expected: string[]) =>
    terminal.run(
      ...["runs", "keep", String(live.result().runId), "--in", "a.yaml", "--name", name],
      ...expected.flatMap(one => ["--expect", one]),
    )
  const at = "steps.save.output.path"
  await keep("good", `${at}*="report"`, `${at}~^out/\\w+\\.md$`, `${at}!="x"`, at, "steps.save.output.size>2")
  expect((await terminal.run("test a.yaml")).out).toContain("passed  a.yaml  good")
  await keep("good", `${at}~^in/`, "steps.save.output.size<2")
  const { out } = await terminal.run("test a.yaml")
  expect(out).toContain(`expected: ${at} matches the pattern "^in/"`)
  expect(out).toContain('but it is "out/report.md"')
  expect(out).toContain("expected: steps.save.output.size is below 2")
  const refused = await keep("good", `${at}>many`)
  expect(refused.code).toBe(2)
})

test("each call to the outside is broken in turn, and what catches it is said; nothing is done", async () => {
  const live = await terminal.run("run a.yaml --grant-all --json")
  await terminal.run("runs", "keep", String(live.result().runId), "--in", "a.yaml")
  const { code, out } = await terminal.run("test a.yaml --break")
  expect(out).toMatch(/list#1 shell\.run +No answer in time +list asks a person what became of it/)
  expect(out).toMatch(/list#1 shell\.run +500, broken +Nothing catches it: list fails/)
  expect(out).toMatch(/list#1 shell\.run +Nonsense +Nobody notices/)
  expect(out).toContain("2 caught, 1 not caught.")
  expect(code).toBe(1)
  const json = await terminal.run("test a.yaml --break --json")
  expect(json.lines()[0]).toMatchObject({ type: "trial", call: { task: "list#1" }, fault: "timeout" })
})

test("a key that a command prints stands in no recording, and in no log", async () => {
  const tell = '  - { id: shout, kind: log, with: { message: "{{ steps.list.output.stdout }}" } }\n'
  terminal.write(
    "b.yaml",
    workflow.replace("node --version > made", "cat notes.txt").replace("id: report", "id: b") + tell,
  )
  terminal.write("notes.txt", "the key is sk-canary-77\n")
  process.env.RIVULET_SECRET_CANARY = "sk-canary-77"
  try {
    const live = await terminal.run("run b.yaml --grant-all --json")
    const shown = await terminal.run(`runs show ${live.result().runId} --json`)
    expect(shown.result().log).toMatchObject([{ step: "shout", message: "the key is [secret]\nread\n" }])
    await terminal.run("runs", "keep", String(live.result().runId), "--in", "b.yaml")
  } finally {
    delete process.env.RIVULET_SECRET_CANARY
  }
  const kept = JSON.parse(terminal.read("b.test.json"))
  const calls = JSON.stringify(kept.tests[0].cassette.steps["list#1"].attempts)
  expect(calls).toContain("[secret]")
  expect(calls).not.toContain("canary-77")
})

test("a run is replayed from its recording alone", async () => {
  const live = await terminal.run("run a.yaml --grant-all --json")
  terminal.write("notes.txt", "other\n")
  const replay = await terminal.run(`runs replay ${live.result().runId} --json`)
  expect(replay.code).toBe(0)
  expect(replay.result()).toMatchObject({ mode: "replay", output: live.result().output })
  expect(replay.result().steps).toEqual(live.result().steps)
  expect(terminal.read("notes.txt")).toBe("other\n")
})

test("a replay writes to the log what the run did: its steps, and the code of its steps", async () => {
  const source = "console.log('n is', inputs); console.warn('nearly'); return 1"
  const steps = [
    { id: "work", kind: "code.run", with: { source, input: 7 } },
    { id: "tell", kind: "log", with: { message: "{{ steps.work.output.result }}", level: "error" } },
  ]
  terminal.write("c.yaml", workflowFile("c", steps))
  const logOf = async (run: unknown) =>
    (await terminal.run(`runs show ${run} --json`))
      .result()
      .log.map(({ at: _, ...line }: { at: number }) => line)
  const live = await terminal.run("run c.yaml --grant-all --json")
  const replay = await terminal.run(`runs replay ${live.result().runId} --json`)
  const log = await logOf(live.result().runId)
  expect(log).toEqual([
    { step: "work", level: "info", message: "n is 7" },
    { step: "work", level: "warn", message: "nearly" },
    { step: "tell", level: "error", message: "1" },
  ])
  expect(await logOf(replay.result().runId)).toEqual(log)
})
