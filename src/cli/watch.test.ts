import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, expect, test } from "vitest"
import type { JsonMap } from "../lib/json.ts"
import { type TestTerminal, testTerminal, workflowFile } from "./testing/testTerminal.ts"

let terminal: TestTerminal
afterEach(() => terminal.close())

const note = {
  id: "note",
  kind: "file.append",
  with: { path: "log.txt", content: "{{ trigger.timezone }}\n" },
}
const seconds = (n: number) => new Date(Date.now() - n * 1000)

test("a schedule fires, its run completes, and what was missed is made up for once", async () => {
  const trigger = { id: "often", type: "schedule", with: { cron: "* * * * *" }, missed: "run_once" }
  terminal = testTerminal({ "tick.yaml": workflowFile("tick", [note], { triggers: [trigger] }) })
  const since = seconds(600).getTime()
  terminal.write(".rivulet/triggers.json", JSON.stringify({ tick: since, "tick/often": since }))
  const first = await terminal.interruptAt("completed", "watch tick.yaml")
  expect(first.code).toBe(0)
  expect(first.out).toContain("tick: often fired")
  expect(terminal.read("log.txt")).toMatch(/^[^\n]+\n$/)
  const { tick, "tick/often": kept } = JSON.parse(terminal.read(".rivulet/triggers.json"))
  expect(tick).toBe(since)
  expect(Date.now() - kept).toBeLessThan(60_000)
})

test("a file that is made starts a run, which emits what starts another", async () => {
  terminal = testTerminal({
    "files.yaml": workflowFile(
      "files",
      [{ id: "tell", kind: "event.emit", with: { name: "made", value: "{{ trigger.filePath }}" } }],
      { triggers: [{ id: "made", type: "file_change", with: { path: "in/*.txt" } }] },
    ),
    "hearer.yaml": workflowFile(
      "hearer",
      [{ id: "say", kind: "file.append", with: { path: "log.txt", content: "{{ inputs.path }}\n" } }],
      {
        output: "all done",
        inputs: { path: { required: true } },
        triggers: [
          { id: "ear", type: "event", with: { name: "made" }, inputs: { path: "{{ trigger.value }}" } },
        ],
      },
    ),
    "in/old.txt": "old",
  })
  // What it keeps of the triggers is first written once it watches the files.
  const looking = setInterval(() => {
    if (!existsSync(join(terminal.folder, ".rivulet/triggers.json"))) return
    clearInterval(looking)
    writeFileSync(join(terminal.folder, "in/new.txt"), "new")
  }, 50)
  const ran = await terminal.interruptAt('"output":"all done"', "watch files.yaml hearer.yaml --json")
  expect(ran.code).toBe(0)
  const fired = ran.lines().filter(({ type }) => type === "fired")
  expect(fired.map(({ workflow }) => workflow)).toEqual(["files", "hearer"])
  expect(terminal.read("log.txt")).toBe("in/new.txt\n")
})

test("a model that is out of its depth, and a run that waits for a person, start what hears of them", async () => {
  const ear = (id: string, type: string, given: JsonMap) =>
    workflowFile(id, [{ id: "say", kind: "file.append", with: { path: "log.txt", content: `${id}\n` } }], {
      triggers: [{ id: "ear", type, with: given }],
      output: `${id} done`,
    })
  const classes = [{ id: "bill" }, { id: "other" }]
  terminal = testTerminal({
    "start.yaml": workflowFile(
      "start",
      [
        {
          id: "sort",
          kind: "ai.classify",
          with: { provider: "simulated", text: "?", classes, sure: 1 },
          next: "ask",
        },
        { id: "ask", kind: "approve", with: { title: "Go on?" } },
      ],
      { triggers: [{ id: "often", type: "schedule", with: { cron: "* * * * *" }, missed: "run_once" }] },
    ),
    "unsure.yaml": ear("unsure", "ai_escalated", { reasons: ["unsure"] }),
    "waits.yaml": ear("waits", "activity", { became: ["waiting"], workflows: ["start"] }),
  })
  const since = seconds(600).getTime()
  terminal.write(".rivulet/triggers.json", JSON.stringify({ start: since, "start/often": since }))
  const ran = await terminal.interruptAt(
    '"output":"waits done"',
    "watch start.yaml unsure.yaml waits.yaml --json",
  )
  const fired = ran.lines().filter(({ type }) => type === "fired")
  expect(fired.map(({ workflow }) => workflow).sort()).toEqual(["start", "unsure", "waits"])
})

test("files and grants that are missing are named before anything is watched", async () => {
  const ask = { id: "ask", kind: "http.request", with: { url: "https://api.example.com/" } }
  terminal = testTerminal({ "ask.yaml": workflowFile("ask", [ask]) })
  expect((await terminal.run("watch none.yaml")).code).toBe(2)
  expect((await terminal.run("watch")).code).toBe(2)
  const ran = await terminal.run("watch ask.yaml")
  expect([ran.code, ran.complaint]).toEqual([
    3,
    expect.stringContaining("--grant http:https://api.example.com"),
  ])
})
