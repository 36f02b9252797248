import { expect, test } from "@playwright/test"
import { type Bench, createBench } from "./program.ts"

let bench: Bench
test.beforeEach(() => {
  bench = createBench()
})
test.afterEach(() => bench.close())

/** Runs until a step sleeps that would sleep for ever. */
const sleeper = `rivulet: 1
id: sleeper
steps:
  - { id: before, kind: file.append, with: { path: kept.txt, content: before } }
  - { id: sleep, kind: wait, with: { for: 1h } }
  - { id: after, kind: file.append, with: { path: kept.txt, content: after } }
`
const stubborn = `rivulet: 1
id: stubborn
steps:
  - { id: deaf, kind: shell.run, with: { command: "trap '' TERM INT; echo on > deaf.txt; sleep 30" } }
always:
  - { id: long, kind: wait, with: { for: 20s } }
`

test.describe("the workflows of the fixtures run, or wait, as their text says", () => {
  test("what failed is kept and shown", async () => {
    const ran = await bench.run(
      "run",
      "report-failure.rivulet.yaml",
      "--json",
      "--input",
      'error={"step":"a","message":"Lost"}',
    )
    expect(ran.code, ran.complaint).toBe(0)
    expect(bench.read("failures.log")).toBe("a: Lost\n")
    expect(ran.complaint, "what is shown to people is not among the events").toContain("A run failed")
  })

  test("a review without its file says so in the chat of the terminal", async () => {
    const ran = await bench.run("run", "code-review.rivulet.yaml", "--input", "file=none.ts", "--json")
    expect(ran.code, ran.out).toBe(0)
    expect(ran.lines.at(-1)?.steps.read_file).toMatchObject([{ visit: 1, problem: { code: "file_missing" } }])
    expect(ran.lines.at(-1)?.output).toEqual({ file: "none.ts", reviewed: 0 })
  })

  test("a claim is decided by what is answered beforehand, and kept in the ledger", async () => {
    const claim = { what: 'Train, "ICE"', amount: 120.5, kind: "travel", day: "2026-11-02" }
    const ran = await bench.run(
      ...[
        "run",
        "expense-claim.rivulet.yaml",
        "--json",
        "--answer",
        `claim=success:${JSON.stringify(claim)}`,
      ],
      ...["--answer", 'decide=rejected:{"decision":"rejected","by":"Ada","note":"Too dear"}'],
    )
    expect(ran.code, ran.out + ran.complaint).toBe(0)
    expect(ran.lines.at(-1)?.output).toEqual({ decision: "refused", file: "expenses/2026-11.md" })
    expect(bench.read("expenses/ledger.csv")).toBe('2026-11-02,120.5,travel,refused,"Train, ""ICE"""\n')
    expect(bench.read("expenses/2026-11.md")).toContain("> Too dear")
  })

  test("a folder is packed away, and its files go once that was said", async () => {
    bench.write("notes/a.md", "# A\n")
    bench.write("notes/deep/b.md", "# B\n")
    const ran = await bench.run("run", "pack-folder.rivulet.yaml", "--json", "--answer", "ask=deleted")
    expect(ran.code, ran.out + ran.complaint).toBe(0)
    const { archive, files } = ran.lines.at(-1)?.output ?? {}
    expect(files).toBe(2)
    expect(archive).toMatch(/^packed\/notes [0-9a-f]{8}\.zip$/)
    expect(bench.read(archive).length).toBeGreaterThan(100)
    expect(bench.read(archive.replace(/zip$/, "md"))).toContain("| notes/deep/b.md | 4 |")
    expect(bench.read("notes/a.md") + bench.read("notes/deep/b.md")).toBe("")
  })

  test("what may run commands asks for that", async () => {
    const ran = await bench.run("run", "implement-feature.rivulet.yaml", "--json")
    expect(ran.code).toBe(3)
    expect(ran.lines.at(-1)?.grants).toMatchObject([{ pattern: "shell", steps: ["run_tests"] }])
    expect(bench.runs()).toEqual([])
  })
})

test("the command needs nothing but what stands beside it", async () => {
  bench.write(
    "code.yaml",
    'rivulet: 1\nid: code\nsteps:\n  - { id: a, kind: code.run, with: { source: "return [3, 1, 2].toSorted()" } }\n',
  )
  const ran = await bench.run("run", "code.yaml", "--json")
  expect(ran.code, ran.out + ran.complaint).toBe(0)
  expect(ran.lines.at(-1)?.output).toEqual({ result: [1, 2, 3] })
  const help = await bench.run("run", "--help")
  for (const option of [
    "input",
    "input-file",
    "trigger",
    "answer",
    "workspace",
    "data",
    "fast-forward",
    "grant",
    "grant-all",
    "json",
  ]) {
    expect(help.out).toContain(`--${option}`)
  }
})

test("Ctrl+C cancels, and what is always done at the end is done", async () => {
  bench.write(
    "sleeper.yaml",
    `${sleeper}always:\n  - { id: tidy, kind: file.append, with: { path: kept.txt, content: tidy } }\n`,
  )
  const program = bench.start(["run", "sleeper.yaml", "--json"], {
    onLine(line, _, child) {
      if (line.includes("step.waiting")) child.kill("SIGINT")
    },
  })
  const ran = await program.ended
  expect(ran.code).toBe(130)
  expect(ran.lines.at(-1)).toMatchObject({ type: "result", status: "cancelled" })
  expect(bench.read("kept.txt")).toBe("before\ntidy\n")
})

test("pressed twice, it ends everything by force", async () => {
  bench.write("stubborn.yaml", stubborn)
  const began = Date.now()
  const program = bench.start(["run", "stubborn.yaml", "--json", "--grant", "shell"], {
    onLine(line, _, child) {
      if (!line.includes("step.started")) return
      setTimeout(() => child.kill("SIGINT"), 200)
      setTimeout(() => child.kill("SIGINT"), 500)
    },
  })
  expect((await program.ended).code).toBe(130)
  expect(Date.now() - began).toBeLessThan(15_000)
})

test("one run has one owner: a second terminal says who has it, pauses it, resumes it and cancels it", async () => {
  bench.write("sleeper.yaml", sleeper)
  let rests = () => {}
  const resting = new Promise<void>(go => {
    rests = go
  })
  const first = bench.start(["run", "sleeper.yaml", "--json"], {
    onLine(line) {
      if (line.includes("step.waiting")) rests()
    },
  })
  await resting
  const [run = ""] = bench.runs()
  const refused = await bench.run("runs", "resume", run)
  expect(refused.code).toBe(2)
  expect(refused.complaint).toContain(`process ${first.child.pid} has it`)
  expect((await bench.run("runs", "pause", run)).code).toBe(0)
  const paused = await first.ended
  expect(paused.code).toBe(3)
  expect(paused.lines.at(-1)).toMatchObject({ status: "waiting", paused: true })
  expect((await bench.run("runs", "list", "--status", "paused")).out).toContain(run)

  const second = bench.start(["runs", "resume", run, "--json"])
  await expect
    .poll(async () => (await bench.run("runs", "show", run)).out)
    .toContain(`process ${second.child.pid}`)
  expect((await bench.run("runs", "cancel", run)).code).toBe(0)
  expect((await second.ended).code).toBe(130)
  expect(bench.read("kept.txt")).toBe("before\n")
})

test("a run that was killed is taken up at once", async () => {
  bench.write("sleeper.yaml", sleeper)
  await bench.start(["run", "sleeper.yaml", "--json"], {
    onLine(line, _, child) {
      if (line.includes("step.waiting")) child.kill("SIGKILL")
    },
  }).ended
  const [run = ""] = bench.runs()
  expect((await bench.run("runs", "list")).out).toMatch(/waiting|interrupted/)
  const began = Date.now()
  const resumed = await bench.run("runs", "resume", run, "--fast-forward", "--json")
  expect(resumed.code, resumed.out).toBe(0)
  expect(Date.now() - began).toBeLessThan(10_000)
  expect(bench.read("kept.txt")).toBe("before\nafter\n")
})

test("a reader that stops reading ends the command quietly", async () => {
  const program = bench.start(["run", "report-failure.rivulet.yaml", "--json"], {
    onLine: (_, __, child) => child.stdout?.destroy(),
  })
  const ended = await program.ended
  expect(ended.complaint).not.toContain("Error")
})
