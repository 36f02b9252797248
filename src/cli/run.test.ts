import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, test } from "vitest"
import { type TestTerminal, testTerminal, workflowFile } from "./testing/testTerminal.ts"

const open: TestTerminal[] = []
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.close()
})

/** A terminal in a folder with these workflows, by their file's name without its ending. */
function terminalWith(workflows: { readonly [id: string]: Parameters<typeof workflowFile>[1] }, more = {}) {
  const files = Object.entries(workflows).map(([id, steps]) => [`${id}.yaml`, workflowFile(id, steps, more)])
  const terminal = testTerminal(Object.fromEntries(files))
  open.push(terminal)
  return terminal
}

const say = (id: string, message = id) => ({ id, kind: "log", with: { message } })
const keep = (id: string, line: string) => ({
  id,
  kind: "file.append",
  with: { path: "kept.txt", content: line },
})
const ask = (more = {}) => ({ id: "ask", kind: "approve", with: { title: "Go on?" }, ...more })

describe("a run as JSON", () => {
  test("each event is a line, and the result is the last", async () => {
    const terminal = terminalWith(
      { w: [say("a"), keep("b", "one")] },
      { output: "{{ steps.a.output.message }}" },
    )
    const { code, lines, result } = await terminal.run("run w.yaml --json")
    expect(code).toBe(0)
    expect(lines().map(({ type }) => type)).toEqual([
      "run.started",
      "step.completed",
      "step.started",
      "step.completed",
      "run.ended",
      "result",
    ])
    expect(
      lines()
        .slice(0, -1)
        .map(({ seq }) => seq),
    ).toEqual([0, 1, 2, 3, 4])
    expect(result()).toMatchObject({
      type: "result",
      runId: lines()[0]?.run,
      status: "completed",
      output: "a",
      steps: {
        a: [
          { visit: 1, status: "completed", outlets: { success: { message: "a" } }, output: { message: "a" } },
        ],
        b: [{ visit: 1, status: "completed" }],
      },
    })
    expect(terminal.read("kept.txt")).toBe("one\n")
  })

  test("steps in containers are named with their place, and each visit is shown", async () => {
    const terminal = terminalWith({
      w: [
        {
          id: "each",
          kind: "foreach",
          with: { items: ["x", "y"] },
          steps: [
            {
              id: "twice",
              kind: "repeat",
              with: { max: 2, until: "{{ false }}" },
              steps: [say("inner", "{{ item }}")],
            },
          ],
        },
      ],
    })
    const { result } = await terminal.run("run w.yaml --json")
    const { steps } = result()
    expect(Object.keys(steps)).toContain("each[1].twice[0].inner")
    expect(steps["each[1].twice[1].inner"]).toMatchObject([{ visit: 1, output: { message: "y" } }])
  })

  test("a failed run ends with 1 and the problem", async () => {
    const terminal = terminalWith({ w: [{ id: "a", kind: "file.read", with: { path: "none.txt" } }] })
    const { code, result } = await terminal.run("run w.yaml --json")
    expect(code).toBe(1)
    expect(result()).toMatchObject({ status: "failed", problem: { code: "file_missing", at: { step: "a" } } })
  })
})

describe("what cannot be run ends with 2, before anything happens", () => {
  test.each([
    ["run none.yaml", "There is no such file"],
    ["run broken.yaml", "No step is of the kind “lgo”"],
    ["run parent.yaml", "No step is of the kind “lgo”"],
    ["run w.yaml --input x=1", "no input “x”"],
    ["run w.yaml --input-file none.json", "There is no such file"],
    ["run w.yaml --input-file broken.yaml --input y", "has no value"],
    ["run w.yaml --trigger {", "--trigger { cannot be read"],
    ["run w.yaml --answer ask", "Write STEP=OUTLET"],
    ["run w.yaml --answer aks=approved", "Did you mean “ask”?"],
    ["run w.yaml --answer ask=approved:{", "not valid JSON"],
    ["run w.yaml --grant nonsense", "--grant nonsense cannot be read"],
    ["run w.yaml --workspace none", "is no folder"],
    ["run", "Name one workflow's file"],
    ["run w.yaml broken.yaml", "Name one workflow's file"],
    ["run w.yaml --jsno", "Did you mean --json?"],
  ])("%s", async (words, complaint) => {
    const terminal = terminalWith({
      w: [keep("a", "ran"), ask()],
      broken: [{ id: "a", kind: "lgo" }],
      parent: [keep("a", "ran"), { id: "b", kind: "workflow.run", with: { workflow: "broken" } }],
    })
    const ran = await terminal.run(words)
    expect(ran.complaint + ran.out).toContain(complaint)
    expect(ran.code).toBe(2)
    expect(() => terminal.read("kept.txt")).toThrow()
  })
})

describe("inputs and trigger", () => {
  const inputs = { name: { type: "string", default: "nobody" }, n: { type: "integer", default: 1 } }
  const triggers = [{ id: "changed", type: "file_change", with: { path: "*.ts" } }]
  const tell = {
    id: "a",
    kind: "log",
    with: { message: "{{ inputs.name }} {{ inputs.n }} {{ trigger.filePath }}" },
  }

  test("from words, from JSON, from YAML", async () => {
    const terminal = terminalWith({ w: [tell] }, { inputs, triggers, output: "{{ steps.a.output.message }}" })
    terminal.write("in.json", '{"name": "Ada", "n": 2}')
    terminal.write("in.yaml", "name: Ada\nn: 3\n")
    const outputs = []
    for (const words of [
      "--input name=Ada --input n=1",
      "--input-file in.json",
      "--input-file in.yaml",
      "--input-file in.yaml --input n=4",
    ]) {
      outputs.push((await terminal.run(`run w.yaml --json ${words}`)).result().output)
    }
    expect(outputs).toEqual(["Ada 1 ", "Ada 2 ", "Ada 3 ", "Ada 4 "])
  })

  test("the run sees what a trigger would pass on", async () => {
    const terminal = terminalWith({ w: [tell] }, { inputs, triggers, output: "{{ steps.a.output.message }}" })
    const ran = await terminal.run(
      "run",
      "w.yaml",
      "--json",
      "--input",
      "name=Ada",
      "--trigger",
      '{"filePath": "a.ts"}',
    )
    expect(ran.result().output).toBe("Ada 1 a.ts")
  })
})

describe("waiting for a person", () => {
  test("a run that waits ends with 3 and says how to answer; then it is resumed", async () => {
    const terminal = terminalWith({
      w: [ask({ timeout: "3d" }), keep("after", "{{ steps.ask.output.decision }}")],
    })
    const ran = await terminal.run("run w.yaml --json")
    expect(ran.code).toBe(3)
    expect(ran.result()).toMatchObject({
      status: "waiting",
      waiting: [{ step: "ask", for: "person", answers: ["approved", "rejected"], title: "Go on?" }],
    })
    const run = ran.result().runId
    expect((await terminal.run("runs list --json")).result()).toMatchObject({ run, status: "waiting" })
    const shown = await terminal.run("runs", "resume", run)
    expect(shown.code).toBe(3)
    expect(shown.out).toContain(`rivulet runs resume ${run}`)
    expect(shown.out).toContain("--answer ask=approved")
    const resumed = await terminal.run("runs", "resume", run, "--json", "--answer", "ask=approved")
    expect(resumed.code).toBe(0)
    expect(terminal.read("kept.txt")).toBe("approved\n")
    expect((await terminal.run("runs", "resume", run)).complaint).toContain("has ended already")
  })

  test("an answer with a value; one that does not fit is said, and the run waits on", async () => {
    const steps = [
      { id: "ask", kind: "form", with: { title: "Who?", fields: { who: {} } } },
      keep("after", "{{ steps.ask.output.who }}"),
    ]
    const terminal = terminalWith({ w: steps })
    const answered = await terminal.run("run", "w.yaml", "--answer", 'ask=success:{"who":"Ada"}')
    expect(answered).toMatchObject({ code: 0 })
    expect(terminal.read("kept.txt")).toBe("Ada\n")
    const refused = await terminal.run("run w.yaml --answer ask=nowhere")
    expect(refused.complaint).toContain("The answer nowhere for “ask” was not taken.")
    expect(refused.code).toBe(3)
  })

  test("several answers are for one question each, in order", async () => {
    const each = { id: "each", kind: "foreach", with: { items: [1, 2, 3] }, steps: [ask()] }
    const terminal = terminalWith({ w: [each] })
    const { result } = await terminal.run("run w.yaml --json --answer ask=rejected --answer ask=approved")
    const decisions = result().output.map(({ decision }: { decision: string }) => decision)
    expect(decisions).toEqual(["rejected", "approved", "approved"])
  })

  test("a resting state is left by the label of a wire", async () => {
    const steps = [
      {
        id: "draft",
        kind: "state",
        next: [
          { to: "done", on: { person: "Publish it" } },
          { to: "gone", after: "7d" },
        ],
      },
      say("done"),
      say("gone"),
    ]
    const terminal = terminalWith({ w: steps })
    const waits = await terminal.run("run w.yaml --json")
    expect(waits.code).toBe(3)
    expect(waits.result().waiting).toMatchObject([{ step: "draft", answers: ["Publish it"] }])
    const done = await terminal.run("run", "w.yaml", "--json", "--answer", "draft=Publish it")
    expect(done.result().steps).toHaveProperty("done")
    expect(done.result().steps.gone?.[0]?.status ?? "skipped").toBe("skipped")
  })
})

describe("grants", () => {
  const shell = { id: "a", kind: "shell.run", with: { command: "echo hi" } }

  test("what is not granted is named, and nothing is started", async () => {
    const terminal = terminalWith({ w: [keep("b", "ran"), shell] })
    const plain = await terminal.run("run w.yaml")
    expect(plain).toMatchObject({ code: 3, out: expect.stringContaining("--grant shell") })
    const ran = await terminal.run("run w.yaml --json")
    expect(ran.code).toBe(3)
    expect(ran.result()).toMatchObject({
      type: "result",
      runId: null,
      status: "waiting",
      grants: [{ pattern: "shell", steps: ["a"] }],
    })
    expect(() => terminal.read("kept.txt")).toThrow()
  })

  test.each(["--grant shell", "--grant-all"])(
    "with %s it runs, and a run that is resumed still may",
    async words => {
      const terminal = terminalWith({ w: [ask(), shell] })
      const ran = await terminal.run(`run w.yaml --json ${words}`)
      expect(ran.code).toBe(3)
      const resumed = await terminal.run(
        "runs",
        "resume",
        ran.result().runId,
        "--json",
        "--answer",
        "ask=approved",
      )
      expect(resumed.result()).toMatchObject({ status: "completed", output: { stdout: "hi\n" } })
    },
  )
})

test("what is asked for at run time and was not granted is waited for and named, and granting it goes on", async () => {
  let asked = 0
  const server = createServer((_, response) => {
    asked++
    response.end('"well"')
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  const terminal = terminalWith({
    w: [
      keep("b", "ran"),
      { id: "a", kind: "http.request", with: { url: `{{ "http://127.0.0.1:" + "${port}/" }}` } },
    ],
  })
  try {
    const pattern = `http:http://127.0.0.1:${port}`
    const ran = await terminal.run("run w.yaml --json --grant http:example.com")
    expect(ran.code).toBe(3)
    const { runId } = ran.result()
    expect(ran.result()).toMatchObject({
      status: "waiting",
      grants: [{ pattern, steps: ["a"] }],
      waiting: [{ step: "a", for: "grant", grant: pattern }],
    })
    expect(asked).toBe(0)
    const plain = await terminal.run(`runs resume ${runId}`)
    expect(plain).toMatchObject({ code: 3, out: expect.stringContaining(`--grant ${pattern}`) })
    const resumed = await terminal.run(`runs resume ${runId} --json --grant ${pattern}`)
    expect(resumed.result()).toMatchObject({ status: "completed" })
    expect(asked).toBe(1)
    expect(terminal.read("kept.txt")).toBe("ran\n")
  } finally {
    server.close()
  }
})

describe("simulated time", () => {
  test("waits pass at once, in order", async () => {
    const wait = (id: string, time: string) => ({
      id,
      kind: "wait",
      with: { for: time },
      next: `after_${id}`,
    })
    const steps = [
      wait("long", "3d"),
      wait("short", "1h"),
      keep("after_long", "long"),
      keep("after_short", "short"),
    ]
    const terminal = terminalWith({ w: steps })
    const { code, lines } = await terminal.run("run w.yaml --json --fast-forward")
    expect(code).toBe(0)
    expect(terminal.read("kept.txt")).toBe("short\nlong\n")
    const [first, last] = [lines()[0], lines().at(-2)]
    expect(last?.at - first?.at).toBeGreaterThanOrEqual(3 * 86_400_000)
  })

  test("without a person, the limit on waiting for one passes", async () => {
    const terminal = terminalWith({
      w: [ask({ timeout: "3d", next: { approved: "yes", timeout: "late" } }), say("yes"), say("late")],
    })
    const { result } = await terminal.run("run w.yaml --json --fast-forward")
    expect(result().steps.late).toMatchObject([{ status: "completed" }])
  })
})

describe("workflows beside the file", () => {
  test("are started by their ids, and after a failure", async () => {
    const terminal = terminalWith({ child: [keep("c", "child ran")] })
    terminal.write(
      "w.yaml",
      workflowFile("w", [{ id: "a", kind: "workflow.run", with: { workflow: "child" } }]),
    )
    terminal.write(
      "bad.yaml",
      workflowFile("bad", [{ id: "a", kind: "file.read", with: { path: "none" } }], {
        settings: { onFailure: "child" },
      }),
    )
    expect(await terminal.run("run w.yaml")).toMatchObject({ code: 0 })
    const bad = await terminal.run("run bad.yaml")
    expect(bad, JSON.stringify(bad)).toMatchObject({ code: 1 })
    expect(terminal.read("kept.txt")).toBe("child ran\nchild ran\n")
    expect((await terminal.run("runs list --json --workflow child")).lines()).toHaveLength(2)
  })

  test("a run goes on with what it started with, though every file was edited", async () => {
    const terminal = terminalWith({
      child: [keep("c", "old child")],
      w: [ask(), { id: "b", kind: "workflow.run", with: { workflow: "child" } }, keep("c", "old")],
    })
    const run = (await terminal.run("run w.yaml --json")).result().runId
    terminal.write("w.yaml", workflowFile("w", [ask(), keep("c", "new")]))
    terminal.write("child.yaml", "nothing that could be read: [")
    const resumed = await terminal.run("runs", "resume", run, "--answer", "ask=approved")
    expect(resumed, resumed.out).toMatchObject({ code: 0 })
    expect(terminal.read("kept.txt")).toBe("old child\nold\n")
  })

  test("a parent that waits for its child's person says so, and takes the answer", async () => {
    const terminal = terminalWith({
      child: [ask()],
      w: [{ id: "a", kind: "workflow.run", with: { workflow: "child" } }],
    })
    const ran = await terminal.run("run w.yaml --json")
    expect(ran.code).toBe(3)
    expect(ran.result().waiting).toContainEqual(expect.objectContaining({ step: "ask" }))
    const resumed = await terminal.run(
      "runs",
      "resume",
      ran.result().runId,
      "--json",
      "--answer",
      "ask=approved",
    )
    expect(resumed.code, resumed.out).toBe(0)
  })
})

test("Ctrl+C cancels: what is under way stops, and the run is cancelled", async () => {
  const terminal = terminalWith({ w: [{ id: "a", kind: "wait", with: { for: "1h" } }, keep("b", "ran")] })
  const ran = await terminal.interruptAt("step.waiting", "run w.yaml --json")
  expect(ran.code).toBe(130)
  expect(ran.result()).toMatchObject({ status: "cancelled" })
  expect(() => terminal.read("kept.txt")).toThrow()
})

test("for people: a line for each step, and the output", async () => {
  const retried = {
    id: "c",
    name: "Look it up",
    kind: "file.read",
    with: { path: "none.txt" },
    onError: "continue",
  }
  const terminal = terminalWith(
    { w: [keep("a", "one"), retried, ask({ onError: "continue" })] },
    { name: "Mine" },
  )
  const { out } = await terminal.run("run w.yaml --answer ask=approved")
  expect(out).toMatch(/^Mine \(run [\w-]+\)\n {2}✓ a +\d+ ms {2}kept\.txt\n/)
  expect(out).toMatch(/ {2}✗ Look it up +\d+ ms {2}There is no file none\.txt/)
  expect(out).toMatch(/ {2}… ask +waits for a person: Go on\?\n/)
  expect(out).toContain("Completed in")
  expect(out).toContain('"decision": "approved"')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be among it.
  expect(out).not.toMatch(/\u001b/)
})
