import { afterEach, describe, expect, test } from "vitest"
import { type TestTerminal, testTerminal, workflowFile } from "./testing/testTerminal.ts"

const open: TestTerminal[] = []
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.close()
})

function terminalWith(steps: Parameters<typeof workflowFile>[1], more = {}) {
  const terminal = testTerminal({ "w.yaml": workflowFile("w", steps, more) })
  open.push(terminal)
  return terminal
}

const keep = (id: string, line: string, more = {}) => ({
  id,
  kind: "file.append",
  with: { path: "kept.txt", content: line },
  ...more,
})
const read = (id: string, more = {}) => ({ id, kind: "file.read", with: { path: "in.txt" }, ...more })
const ask = { id: "ask", kind: "approve", with: { title: "Go on?" } }

/** Runs w.yaml, and gives the run's id. */
async function runOf(terminal: TestTerminal, words = ""): Promise<string> {
  const ran = await terminal.run(`run w.yaml --json${words}`)
  return String(ran.result().runId)
}

describe("list", () => {
  test("newest first, filtered, as a table or as lines of JSON", async () => {
    const terminal = terminalWith([ask], { name: "Ask me", tags: ["daily"] })
    expect((await terminal.run("runs list")).out).toBe("There are no such runs.\n")
    const waiting = await runOf(terminal)
    const done = await runOf(terminal, " --answer ask=approved")
    const listed = async (words: string) =>
      (await terminal.run(`runs list --json${words}`)).out.match(/(?<="run":")[^"]+/g) ?? []
    expect([...(await listed(""))].sort()).toEqual([waiting, done].sort())
    expect(await listed(" --status waiting")).toEqual([waiting])
    expect(await listed(" --status completed")).toEqual([done])
    expect(await listed(" --workflow other")).toEqual([])
    expect(await listed(" --text dai")).toHaveLength(2)
    expect(await listed(" --text weekly")).toEqual([])
    const { out } = await terminal.run("runs list --most 1")
    expect(out).toMatch(/^RUN +STATUS +WORKFLOW +STARTED +TOOK\n\S+ +\w+ +w +\d{4}-/)
    expect(out).toContain("There are more")
  })

  test.each(["--status done", "--most 0", "--most x"])("%s is refused", async words => {
    expect((await terminalWith([ask]).run(`runs list ${words}`)).code).toBe(2)
  })
})

describe("show", () => {
  test("steps with their times and problems, what is waited for, the output, the events", async () => {
    const terminal = terminalWith([read("a", { onError: "continue" }), ask], {
      inputs: { n: { default: 7 } },
    })
    const run = await runOf(terminal)
    const { out, code } = await terminal.run(`runs show ${run} --events`)
    expect(code).toBe(0)
    expect(out).toContain("waiting")
    expect(out).toContain('inputs {"n":7}')
    expect(out).toMatch(/ {2}a +failed .*There is no file in\.txt/)
    expect(out).toContain(`rivulet runs resume ${run}`)
    expect(out).toContain('"type":"step.waiting"')
    const shown = (await terminal.run(`runs show ${run} --json --events`)).result()
    expect(shown).toMatchObject({
      runId: run,
      status: "waiting",
      inputs: { n: 7 },
      waiting: [{ step: "ask" }],
    })
    expect(shown.events[0]).toMatchObject({ type: "run.started" })
  })
})

test("what steps wrote to the log is shown as they write it, and afterwards", async () => {
  const tell = {
    id: "tell",
    kind: "log",
    with: { message: "Round {{ item }}", level: "{{ item == 70 ? 'warn' : 'info' }}", data: "{{ item }}" },
  }
  const items = "{{ Array.from({ length: 80 }, (_, n) => n + 1) }}"
  const terminal = terminalWith([{ id: "all", kind: "foreach", with: { items }, steps: [tell] }])
  const ran = await terminal.run("run w.yaml")
  expect(ran.out.match(/Round \d+ \d+/g)?.length).toBe(80)
  expect(ran.out).toContain("all[69].tell: warn: Round 70 70")
  const run = await runOf(terminal)
  const { out } = await terminal.run(`runs show ${run}`)
  expect(out.match(/info {2}all\[\d+\]\.tell: Round/g)?.length).toBe(79)
  expect(out).toMatch(/\+\d+ ms warn {2}all\[69\]\.tell: Round 70 70\n/)
  const shown = (await terminal.run(`runs show ${run} --json`)).result()
  expect(shown.log).toHaveLength(80)
  expect(shown.log[69]).toMatchObject({ step: "all[69].tell", level: "warn", message: "Round 70", data: 70 })
})

describe("a run that is not there, or not as it would have to be", () => {
  test.each([
    ["runs", "Say what to do with runs."],
    ["runs shwo x", "Did you mean show?"],
    ["runs show", "Name the run."],
    ["runs show ../../etc", "There is no run"],
    ["runs resume none", "There is no run none"],
    ["runs resume RUN", "has ended already (completed)"],
    ["runs pause RUN", "has ended already"],
    ["runs cancel RUN", "has ended already"],
    ["runs retry RUN", "nothing to retry"],
    ["runs fork RUN", "Say what is to be different"],
    ["runs fork RUN --set a", "Write STEP=JSON"],
    ["runs fork RUN --set b=1", "no completed step “b”"],
    ["runs fork RUN --input m=1", "no input “m”"],
  ])("%s", async (words, complaint) => {
    const terminal = terminalWith([keep("a", "x")])
    const run = await runOf(terminal)
    const ran = await terminal.run(words.replace("RUN", run))
    expect(ran.complaint).toContain(complaint)
    expect(ran.code).toBe(2)
    expect(terminal.read("kept.txt")).toBe("x\n")
  })
})

describe("retry", () => {
  test("takes over what completed, in containers too, and runs again what failed and what follows", async () => {
    const terminal = terminalWith(
      [
        { id: "count", kind: "set", with: { values: { total: 5 } } },
        keep("before", "before"),
        { id: "group", kind: "group", steps: [keep("inner", "inner"), read("fails")] },
        keep("after", "after {{ vars.total }}"),
      ],
      { variables: { total: 0 } },
    )
    const run = await runOf(terminal)
    terminal.write("in.txt", "there")
    const retried = await terminal.run(`runs retry ${run} --json`)
    expect(retried.code, retried.out).toBe(0)
    expect(terminal.read("kept.txt")).toBe("before\ninner\nafter 5\n")
    const started = retried.lines()[0]
    expect(started).toMatchObject({ type: "run.started", fork: { of: run } })
    expect(started?.run).not.toBe(run)
    expect((await terminal.run(`runs show ${started?.run}`)).out).toContain(`forked from ${run}`)
  })

  test("of a list, only the items that failed", async () => {
    const each = {
      id: "each",
      kind: "foreach",
      with: { items: ["a", "b", "c"], onItemError: "continue" },
      steps: [
        keep("note", "{{ item }}"),
        { id: "look", kind: "file.read", with: { path: "{{ item }}.txt" } },
      ],
    }
    const terminal = terminalWith([each, read("last")])
    terminal.write("a.txt", "A")
    terminal.write("c.txt", "C")
    const run = await runOf(terminal)
    terminal.write("b.txt", "B")
    terminal.write("in.txt", "in")
    const retried = await terminal.run(`runs retry ${run} --json`)
    expect(retried.code, retried.out).toBe(0)
    expect(terminal.read("kept.txt")).toBe("a\nb\nc\n")
    expect(retried.result().steps.each[0].output).toMatchObject([
      { content: "A" },
      { content: "B" },
      { content: "C" },
    ])
  })
})

describe("fork", () => {
  const steps = [
    { id: "one", kind: "log", with: { message: "1" }, next: ["left", "right"] },
    keep("left", "left {{ steps.one.output.message }}", { next: "end" }),
    keep("right", "right {{ inputs.n }}", { next: "end" }),
    keep("end", "end"),
  ]

  test("with another value of a step, only what depends on it runs", async () => {
    const terminal = terminalWith(steps, { inputs: { n: { default: 7 } } })
    const run = await runOf(terminal)
    const forked = await terminal.run("runs", "fork", run, "--json", "--set", 'one={"message":"2"}')
    expect(forked.code, forked.out).toBe(0)
    expect(terminal.read("kept.txt").split("\n").sort()).toEqual(
      ["", "end", "end", "left 1", "left 2", "right 7", "right 7"].sort(),
    )
    const again = await terminal.run(
      "runs",
      "fork",
      run,
      "--json",
      "--set",
      'left=success:{"path":"elsewhere"}',
    )
    expect(again.result().steps.left[0].output).toEqual({ path: "elsewhere" })
    expect(terminal.read("kept.txt").match(/left|right/g)).toHaveLength(4)
  })

  test("with another input, only what reads it and what follows", async () => {
    const terminal = terminalWith(steps, { inputs: { n: { type: "integer", default: 7 } } })
    const run = await runOf(terminal)
    const forked = await terminal.run(`runs fork ${run} --json --input n=8`)
    expect(forked.code, forked.out).toBe(0)
    expect(terminal.read("kept.txt").split("\n").sort()).toEqual(
      ["", "end", "end", "left 1", "right 7", "right 8"].sort(),
    )
  })
})

describe("fork, from and to a step", () => {
  //  first ──▶ each[ in ──▶ out ] ──▶ last
  const steps = [
    keep("first", "first", { next: "each" }),
    {
      id: "each",
      kind: "foreach",
      with: { items: ["x", "y"] },
      steps: [keep("in", "in {{ item }}", { next: "out" }), keep("out", "out {{ item }}")],
      next: "last",
    },
    keep("last", "last"),
  ]
  const all = ["first", "in x", "out x", "in y", "out y", "last"]

  test.each([
    ["--step each[1].out", ["out y"]],
    ["--up-to each[0].in", ["in x"]],
    ["--iteration each[1]", ["in y", "out y"]],
    ["--from each[0].out", ["out x", "last"]],
    ["--from each[0].out#1", ["out x", "last"]],
    ["--step first", ["first"]],
  ])("%s", async (words, again) => {
    const terminal = terminalWith(steps)
    const run = await runOf(terminal)
    const forked = await terminal.run(`runs fork ${run} --json ${words}`)
    expect(forked.code, forked.out).toBe(0)
    expect(terminal.read("kept.txt").trim().split("\n")).toEqual([...all, ...again])
  })

  test.each([
    ["--step each[2].out", "The run has no “each[2].out”. Did you mean “each["],
    ["--iteration each[7]", "The run has no “each[7]”."],
    ["--from each[0].out#2", "The run has no “each[0].out#2”."],
    ["--from first --set first=1", "Say one thing"],
    ["--from first --up-to last", "Say one thing"],
  ])("%s is refused", async (words, why) => {
    const terminal = terminalWith(steps)
    const run = await runOf(terminal)
    const { code, complaint } = await terminal.run(`runs fork ${run} ${words}`)
    expect([code, complaint]).toEqual([2, expect.stringContaining(why)])
  })

  test("a run is for one step from the start: what leads to it, in the first iteration, or it alone", async () => {
    const terminal = terminalWith(steps)
    const upTo = await terminal.run("run w.yaml --json --up-to in")
    expect(upTo.code, upTo.out).toBe(0)
    expect(terminal.read("kept.txt").trim().split("\n")).toEqual(["first", "in x"])
    // What the run never came to is reached from there; what it did stays done.
    const run = String(upTo.result().runId)
    expect((await terminal.run(`runs fork ${run} --step last`)).code).toBe(0)
    expect((await terminal.run(`runs fork ${run} --from last`)).complaint).toContain(
      "Run up to it: --up-to last",
    )
    expect((await terminal.run("run w.yaml --step last")).code).toBe(0)
    expect(terminal.read("kept.txt").trim().split("\n")).toEqual(["first", "in x", "last", "last"])
    expect((await terminal.run("run w.yaml --step out")).complaint).toContain("Run up to it: --up-to out")
    expect((await terminal.run("run w.yaml --up-to nothing")).complaint).toContain("no step “nothing”")
  })
})

test("a step of the end of a run, or within a group, runs alone; what a run was for is listed", async () => {
  const always = [keep("tidy", "tidied {{ steps.a?.output.path }} {{ error?.code }}")]
  const terminal = terminalWith(
    [keep("a", "first"), { id: "g", kind: "group", steps: [keep("b", "in g")] }],
    {
      always,
    },
  )
  expect((await terminal.run("run w.yaml --step b")).code).toBe(0)
  expect(terminal.read("kept.txt")).toBe("in g\n")
  expect((await terminal.run("run w.yaml --up-to tidy")).complaint).toContain("--step tidy")
  expect((await terminal.run("run w.yaml --step tidy")).code).toBe(0)
  const run = await runOf(terminal)
  expect((await terminal.run(`runs fork ${run} --step always.tidy`)).code).toBe(0)
  expect(terminal.read("kept.txt").split("\n").slice(1)).toEqual([
    "tidied  ",
    ...["first", "in g", "tidied kept.txt ", "tidied kept.txt ", ""],
  ])
  const { out } = await terminal.run("runs list")
  expect(out).toMatch(/TOOK +FOR\n/)
  expect(out).toContain("Step “tidy” alone\n")
  expect((await terminal.run("runs list --text tidy --json")).lines()).toHaveLength(2)
})

describe("pause and cancel of a run that nobody has", () => {
  test("a paused run goes on when it is resumed", async () => {
    const terminal = terminalWith([ask, keep("a", "x")])
    const run = await runOf(terminal)
    expect((await terminal.run(`runs pause ${run}`)).out).toContain(`rivulet runs resume ${run}`)
    expect((await terminal.run("runs list --status paused --json")).result()).toMatchObject({ run })
    const resumed = await terminal.run(`runs resume ${run} --answer ask=approved`)
    expect(resumed.code, resumed.out).toBe(0)
    expect(terminal.read("kept.txt")).toBe("x\n")
  })

  test("a cancelled run takes the runs along that it waits for", async () => {
    const terminal = testTerminal({
      "child.yaml": workflowFile("child", [ask]),
      "w.yaml": workflowFile("w", [{ id: "a", kind: "workflow.run", with: { workflow: "child" } }]),
    })
    open.push(terminal)
    const run = await runOf(terminal)
    expect((await terminal.run(`runs cancel ${run}`)).code).toBe(0)
    const listed = (await terminal.run("runs list --json")).lines()
    expect(listed.map(({ workflow, status }) => [workflow, status]).sort()).toEqual([
      ["child", "cancelled"],
      ["w", "cancelled"],
    ])
  })

  test("a child is not resumed without its parent", async () => {
    const terminal = testTerminal({
      "child.yaml": workflowFile("child", [ask]),
      "w.yaml": workflowFile("w", [{ id: "a", kind: "workflow.run", with: { workflow: "child" } }]),
    })
    open.push(terminal)
    const run = await runOf(terminal)
    const [child] = (await terminal.run("runs list --workflow child --json")).lines()
    expect((await terminal.run(`runs resume ${child?.run}`)).complaint).toContain(`started by the run ${run}`)
  })
})
