import { expect, test } from "@playwright/test"
import { type Bench, createBench, type Line } from "../terminal/program.ts"

/*
 * The program is killed with SIGKILL when the n-th line of its output has appeared, for n = 1, 2, 3 … until a run
 * ends unkilled; each time another program takes the run up. The workflow has a branch, a parallel section, a loop,
 * a retry and a timer, and steps of every effect: appends (`write`) and shell commands (`once`).
 *
 * `FAULTS=all` tries every n; otherwise a few are drawn, and `FAULT_SEED` draws the same ones again.
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
/** Each try has a new folder and two programs; so many are drawn unless all are asked for. */
const drawn = 5

test.setTimeout(600_000)

test("a run that is killed at any event ends as one that was not", async () => {
  const whole = await runWhole()
  const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1e9))
  const places = process.env.FAULTS === "all" ? range(1, whole.length) : draw(seed, drawn, whole.length)
  if (process.env.FAULTS !== "all") console.log(`FAULT_SEED=${seed}: killed at line ${places.join(", ")}`)
  for (const place of places) await survive(place, whole)
})

/** What an uninterrupted run prints. */
async function runWhole(): Promise<readonly Line[]> {
  const bench = createBench({ "survival.yaml": workflow })
  const ran = await bench.run("run", "survival.yaml", "--grant", "shell", "--json")
  expect(ran.code, ran.complaint + ran.out).toBe(0)
  expect(sortedLines(bench, "kept.txt")).toEqual(kept)
  expect(sortedLines(bench, "once.txt")).toEqual(commands)
  bench.close()
  return ran.lines
}

async function survive(place: number, whole: readonly Line[]): Promise<void> {
  const bench = createBench({ "survival.yaml": workflow })
  const at = `killed at line ${place}`
  const first = await bench.start(
    ["run", "survival.yaml", "--grant", "shell", "--json"],
    (_, count, program) => {
      if (count === place) program.kill("SIGKILL")
    },
  ).ended
  const [run = ""] = bench.runs()
  const before = bench.journal(run)
  for (const [seq, event] of first.lines.filter(({ type }) => type !== "result").entries()) {
    expect(without(event, "run", "seq"), `${at}: what was shown is on disk`).toEqual(before[seq])
  }
  const cut = before.some(({ type }) => type === "run.ended") ? [] : doubtful(before)
  const answers = cut.flatMap(step => ["--answer", `${step}=done:{"exitCode":0,"stdout":"","stderr":""}`])
  if (cut.length > 0) {
    const waiting = await bench.run("runs", "resume", run, "--json")
    expect(waiting.code, `${at}: a step that was cut asks\n${waiting.out}`).toBe(3)
    const asked = waiting.lines.at(-1)?.waiting.map((wait: Line) => [wait.for, wait.step.split(".").at(-1)])
    expect(asked, at).toEqual(cut.map(step => ["doubt", step]))
  }
  if (!before.some(({ type }) => type === "run.ended")) {
    const resumed = await bench.run("runs", "resume", run, "--json", ...answers)
    expect(resumed.code, `${at}\n${resumed.out}\n${resumed.complaint}`).toBe(0)
  }
  const shown = await bench.run("runs", "show", run, "--json", "--events")
  const [told] = shown.lines
  expect(told?.status, at).toBe("completed")
  expect(told?.output, at).toEqual(whole.at(-1)?.output)
  expect(statuses(told?.steps), at).toEqual(statuses(whole.at(-1)?.steps))

  const events = bench.journal(run)
  expect(told?.events, `${at}: the journal is what the program says`).toEqual(events)
  expect(events.slice(0, before.length), `${at}: nothing that was on disk is lost`).toEqual(before)
  expect(completions(events), `${at}: each step completed once`).toEqual(completions(whole))
  expect(sortedLines(bench, "kept.txt"), `${at}: each append was made once`).toEqual(kept)
  for (const command of commands) {
    const times = sortedLines(bench, "once.txt").filter(line => line === command).length
    expect(times, `${at}: ${command} ran at most once`).toBeLessThanOrEqual(1)
    if (!cut.includes(command)) expect(times, `${at}: ${command} ran`).toBe(1)
  }
  const doubted = events.filter(({ type }) => type === "step.decided").map(({ step }) => step)
  expect(doubted, `${at}: nothing else was in doubt`).toEqual(cut)
  bench.close()
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

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}

/** Draws different numbers up to the last, the same for the same seed. */
function draw(seed: number, count: number, last: number): number[] {
  const all = range(1, last)
  let state = seed >>> 0
  return Array.from({ length: Math.min(count, last) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return all.splice(state % all.length, 1)[0] ?? 1
  }).sort((a, b) => a - b)
}
