import { expect, test } from "@playwright/test"
import { type Bench, createBench, type Ended, type Line, type OnLine } from "../terminal/program.ts"
import { trialsOf } from "./trials.ts"

/*
 * The program is killed with SIGKILL when the n-th line of its output has appeared, and another takes the run up, or
 * two at once; or the disk is full after so many bytes of the journal. The workflow has a branch, a parallel section,
 * a loop, a retry and a timer, and steps of every effect: appends (`write`) and shell commands (`once`).
 */

const once = (id: string, more = "") => `  - id: ${id}
    kind: shell.run
    with: { command: "echo ${id} >> once.txt; sleep 0.03" }
${more}`

const workflow = `rivulet: 1
id: survival
variables: { rounds: 0 }
steps:
  - { id: first, kind: file.append, with: { path: kept.txt, content: first }, next: branch }
  - { id: branch, kind: condition, with: { if: "{{ steps.first.output.size > 0 }}" }, next: { true: side, false: never } }
  - { id: never, kind: file.append, with: { path: kept.txt, content: never } }
  - id: side
    kind: parallel
    steps:
      - { id: left, kind: file.append, with: { path: kept.txt, content: left } }
      - { id: right, kind: shell.run, with: { command: "echo right >> once.txt; sleep 0.03" } }
      - { id: pause, kind: wait, with: { for: 60ms } }
    next: { done: loop }
  - id: loop
    kind: repeat
    with: { max: 2, until: "{{ vars.rounds >= 2 }}" }
    steps:
      - { id: count, kind: set, with: { values: { rounds: "{{ vars.rounds + 1 }}" } } }
      - { id: note, kind: file.append, with: { path: kept.txt, content: "round {{ vars.rounds }}" } }
    next: { done: flaky }
  - id: flaky
    kind: file.move
    repeatable: true
    with: { from: "ready.txt", to: "moved.txt", overwrite: true }
    retry: { attempts: 3, delay: 40ms, factor: 1, jitter: none }
    onError: continue
    next: late
${once("late", "    next: last\n")}  - { id: last, kind: file.append, with: { path: kept.txt, content: last } }
output: { rounds: "{{ vars.rounds }}", size: "{{ steps.last.output.size }}" }
`

/** The lines that an uninterrupted run leaves, whatever their order in the parallel section. */
const kept = ["first", "last", "left", "round 1", "round 2"]
const commands = ["late", "right"]
/** So many lines has the output of a run without a fault, and so many blocks its journal. */
const lines = 39
const blocks = 17
/** What `ulimit` counts in. */
const block = 512

const faults = { kill: lines, "two at once": lines, full: blocks } as const
type Fault = keyof typeof faults
const names = Object.keys(faults) as Fault[]
// Windows has no limit on the size of files.
const everything = names
  .filter(fault => fault !== "full" || process.platform !== "win32")
  .flatMap(fault => Array.from({ length: faults[fault] }, (_, at) => ({ fault, at: at + 1 })))
const trials = trialsOf(
  everything,
  ["kill", "kill", "two at once", "full", "full"].map(fault => trial => trial.fault === fault),
)

let whole: Promise<readonly Line[]> | undefined

for (const { fault, at } of trials) {
  test(`${fault} at ${fault === "full" ? `${at * block} bytes` : `line ${at}`}`, async () => {
    whole ??= runWhole()
    const reference = await whole
    const bench = createBench({ "survival.yaml": workflow })
    const words = ["run", "survival.yaml", "--grant", "shell", "--json"]
    if (fault === "full") {
      const first = await bench.start(words, { mostBytes: at * block }).ended
      expectHeld(bench, first)
      if (bench.runs().length > 0) await survive(bench, first, reference, 1)
    } else {
      const onLine: OnLine = (_, count, program) => {
        if (count === at) program.kill("SIGKILL")
      }
      const first = await bench.start(words, { onLine }).ended
      await survive(bench, first, reference, fault === "kill" ? 1 : 2)
    }
    bench.close()
  })
}

/** What an uninterrupted run prints. */
async function runWhole(): Promise<readonly Line[]> {
  const bench = createBench({ "survival.yaml": workflow })
  const ran = await bench.run("run", "survival.yaml", "--grant", "shell", "--json")
  expect(ran.code, ran.complaint + ran.out).toBe(0)
  expect(ran.lines, ran.out).toHaveLength(lines)
  expect(sortedLines(bench, "kept.txt")).toEqual(kept)
  expect(sortedLines(bench, "once.txt")).toEqual(commands)
  bench.close()
  return ran.lines
}

/** The run says that it is held, and did nothing whose intent is not on disk. */
function expectHeld(bench: Bench, { code, lines: told, out, complaint }: Ended): void {
  const [run] = bench.runs()
  const started = run === undefined ? [] : bench.journal(run).filter(({ type }) => type === "step.started")
  const done = [...sortedLines(bench, "kept.txt"), ...sortedLines(bench, "once.txt")]
  const steps = done.map(line => (line.startsWith("round") ? "note" : line))
  expect(steps.filter(step => !started.some(start => start.step === step))).toEqual([])
  if (started.length === 0 && code === 2) {
    expect(complaint).toMatch(/storage_full|data_trouble/)
    return
  }
  expect(code, out + complaint).toBe(1)
  expect(told.at(-1)).toMatchObject({ type: "result", status: "held", problem: { code: "storage_full" } })
}

/** What is left of the run goes on in so many programs at once, and ends as an uninterrupted one does. */
async function survive(
  bench: Bench,
  first: Ended,
  reference: readonly Line[],
  programs: number,
): Promise<void> {
  const [run = ""] = bench.runs()
  const before = bench.journal(run)
  for (const [seq, event] of first.lines.filter(({ type }) => type !== "result").entries()) {
    expect(without(event, "run", "seq"), "what was shown is on disk").toEqual(before[seq])
  }
  const hasEnded = before.some(({ type }) => type === "run.ended")
  const cut = hasEnded ? [] : doubtful(before)
  const answers = cut.flatMap(step => ["--answer", `${step}=done:{"exitCode":0,"stdout":"","stderr":""}`])
  if (cut.length > 0) {
    const rested = await resume(bench, programs, [run, "--json"])
    expect(rested.length).toBeGreaterThan(0)
    for (const { code, out, lines: told } of rested) {
      expect(code, `a step that was cut asks\n${out}`).toBe(3)
      const asked = told.at(-1)?.waiting.map((wait: Line) => [wait.for, wait.step.split(".").at(-1)])
      expect(asked).toEqual(cut.map(step => ["doubt", step]))
    }
  }
  if (!hasEnded) {
    const ended = await resume(bench, programs, [run, "--json", ...answers])
    expect(
      ended.map(({ code }) => code),
      JSON.stringify(ended),
    ).toEqual([0])
  }
  const shown = await bench.run("runs", "show", run, "--json", "--events")
  const [told] = shown.lines
  expect(told?.status).toBe("completed")
  expect(told?.output).toEqual(reference.at(-1)?.output)
  expect(statuses(told?.steps)).toEqual(statuses(reference.at(-1)?.steps))

  const events = bench.journal(run)
  expect(told?.events, "the journal is what the program says").toEqual(events)
  expect(events.slice(0, before.length), "nothing that was on disk is lost").toEqual(before)
  expect(completions(events), "each step completed once").toEqual(completions(reference))
  expect(sortedLines(bench, "kept.txt"), "each append was made once").toEqual(kept)
  for (const command of commands) {
    const times = sortedLines(bench, "once.txt").filter(line => line === command).length
    expect(times, `${command} ran at most once`).toBeLessThanOrEqual(1)
    if (!cut.includes(command)) expect(times, `${command} ran`).toBe(1)
  }
  const doubted = events.filter(({ type }) => type === "step.decided").map(({ step }) => step)
  expect(doubted, "nothing else was in doubt").toEqual(cut)
}

/** Lets the run go on in so many programs at once; those that had it, for others say that they may not. */
async function resume(bench: Bench, programs: number, words: readonly string[]): Promise<readonly Ended[]> {
  const all = await Promise.all(Array.from({ length: programs }, () => bench.run("runs", "resume", ...words)))
  return all.filter(
    ({ code, complaint }) => code !== 2 || !/run_elsewhere|run_ended|run_over/.test(complaint),
  )
}

/** The `once` steps whose start is on disk and whose end is not. */
function doubtful(events: readonly Line[]): string[] {
  const open = new Map<string, string>()
  for (const event of events) {
    if (event.type === "step.started" && event.effect === "once") open.set(event.key, event.step)
    if (event.type === "step.completed" || event.type === "step.failed") {
      for (const [key, step] of open) if (step === event.step) open.delete(key)
    }
  }
  return [...open.values()]
}

/** How often each step completed, by its place. */
function completions(events: readonly Line[]): { readonly [place: string]: number } {
  const counts: Record<string, number> = {}
  for (const { type, in: path, step, visit } of events) {
    if (type !== "step.completed" && type !== "step.decided") continue
    const place = `${path}/${step}#${visit}`
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

function statuses(steps: { readonly [path: string]: readonly Line[] } | undefined) {
  return Object.fromEntries(
    Object.entries(steps ?? {}).map(([path, visits]) => [
      path,
      visits.map(({ visit, status }) => [visit, status]),
    ]),
  )
}

function sortedLines(bench: Bench, path: string): string[] {
  return bench
    .read(path)
    .split("\n")
    .filter(line => line !== "")
    .sort()
}

function without(event: Line, ...names: readonly string[]): Line {
  return Object.fromEntries(
    Object.entries(event).filter(
      ([name]) => !names.includes(name) || (name === "run" && event.type === "run.started"),
    ),
  )
}
