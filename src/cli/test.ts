import { playBroken, playCalm } from "../engine/loop/breakRun.ts"
import type { ReplayParts } from "../engine/loop/replaying.ts"
import { runTest } from "../engine/loop/runTest.ts"
import { breakingsOf, gradeOf, sayCaught } from "../model/breaking.ts"
import { expectingWhatCame, sayExpectation } from "../model/expectations.ts"
import { faults } from "../model/faults.ts"
import type { TestCase, TestFile, TestReport } from "../model/testCase.ts"
import type { Workflow } from "../model/workflow.ts"
import { catalogueIn } from "./catalogue.ts"
import { problem } from "./cliProblems.ts"
import { type Command, exit } from "./command.ts"
import { sayProblem } from "./conduct.ts"
import { gather } from "./gather.ts"
import type { Io } from "./io.ts"
import { pluginKindsIn } from "./keptPlugins.ts"
import { offline } from "./offline.ts"
import { printable } from "./printable.ts"
import { reportAsText } from "./report.ts"
import { dataFolder, dataOption } from "./run.ts"
import { oneLine, painter } from "./say.ts"
import { readTests, testFileOf, writeTests } from "./testFile.ts"

/** Runs the tests of workflows: offline, from what was recorded. */
export const test: Command = {
  name: "test",
  summary: "Run a workflow's tests: offline, from what its runs recorded",
  takes: "FILE...",
  options: {
    data: dataOption,
    json: { say: "One JSON object a line for each test" },
    update: { say: "Expect from now on what came out, where it is not what was expected" },
    break: { say: "Let each call to the outside go wrong in turn, and say what catches it" },
  },
  notes: [
    "The tests of report.yaml stand in report.test.json. A run becomes one with",
    "`rivulet runs keep RUN --in FILE`.",
    "With --break each call times out, is answered 429 and 500, and with nonsense; nothing outside is reached.",
    "Exits with 0 if all pass (or all is caught), 1 if one fails, 2 if a file cannot be used.",
  ],
  async run(given, io) {
    const { files, flags } = given
    if (files.length === 0) {
      io.complain("Name the workflows to test.\nSee rivulet test --help.\n")
      return exit.unusable
    }
    const { folder } = dataFolder(given)
    const catalogue = await catalogueIn(folder)
    const theirs = await pluginKindsIn(folder)
    const counts = { good: 0, bad: 0 }
    for (const file of files) {
      const gathered = await gather(file, catalogue, io)
      if (!gathered.ok) {
        for (const report of gathered.error) io.complain(reportAsText(report, io.colours))
        return exit.unusable
      }
      const read = await readTests(file, io)
      if (!read.ok) return sayProblem(io, read.error)
      const tests = read.value
      if (tests.tests.length === 0)
        return sayProblem(io, problem("tests_none", { file: testFileOf(file), workflow: file }))
      const { workflow } = gathered.value
      const say = { io, file, isJson: flags.has("json"), counts }
      await offline(theirs, async parts => {
        if (flags.has("break")) {
          for (const one of tests.tests) await breakOne(parts, workflow, one, say)
          return
        }
        const reports: TestReport[] = []
        for (const one of tests.tests) {
          const { report } = await runTest(parts, workflow, one)
          reports.push(report)
          sayReport(report, say)
        }
        if (flags.has("update")) await writeTests(file, updated(tests, reports), io)
      })
    }
    const [good, bad] = flags.has("break") ? ["caught", "not caught"] : ["passed", "failed"]
    if (!flags.has("json"))
      io.out(`${counts.good} ${good}${counts.bad > 0 ? `, ${counts.bad} ${bad}` : ""}.\n`)
    return counts.bad > 0 && !flags.has("update") ? exit.problems : exit.fine
  },
}

interface Saying {
  readonly io: Io
  readonly file: string
  readonly isJson: boolean
  readonly counts: { good: number; bad: number }
}

function sayReport(report: TestReport, { io, file, isJson, counts }: Saying): void {
  counts[report.passed ? "good" : "bad"]++
  if (isJson) {
    io.out(`${JSON.stringify({ type: "test", file, ...report })}\n`)
    return
  }
  const paint = painter(io.colours)
  const mark = report.passed ? paint("good", "passed") : paint("bad", "FAILED")
  io.out(`${mark}  ${printable(file)}  ${oneLine(report.name)}\n`)
  for (const { got, ...expected } of report.failures) {
    io.out(`        expected: ${oneLine(sayExpectation(expected), 200)}\n`)
    io.out(`        but it is ${oneLine(got === undefined ? "missing" : JSON.stringify(got), 200)}\n`)
  }
  if (!report.passed && report.problem !== undefined)
    io.out(`        ${oneLine(report.problem.message, 300)}\n`)
}

async function breakOne(
  parts: ReplayParts,
  workflow: Workflow,
  { name, cassette }: TestCase,
  { io, file, isJson, counts }: Saying,
): Promise<void> {
  const paint = painter(io.colours)
  const calm = await playCalm(parts, workflow, cassette)
  if (!isJson) io.out(`${printable(file)}  ${oneLine(name)}\n`)
  for (const breaking of breakingsOf(cassette)) {
    const { trial } = await playBroken(parts, workflow, cassette, breaking, calm.state)
    const grade = gradeOf(trial.caught)
    counts[grade === "bad" ? "bad" : "good"]++
    if (isJson) {
      io.out(`${JSON.stringify({ type: "trial", file, test: name, ...trial, grade })}\n`)
      continue
    }
    const { task, port, what } = breaking.call
    const call = `${task} ${port}.${what}`
    io.out(`  ${printable(call.padEnd(34))} ${faults[breaking.fault]().padEnd(18)} `)
    io.out(`${paint(grade, oneLine(sayCaught(trial.caught), 120))}\n`)
  }
}

/** The tests, expecting what came out. */
function updated(file: TestFile, reports: readonly TestReport[]): TestFile {
  const tests = file.tests.map((one, index) => ({
    ...one,
    expect: [...expectingWhatCame(one.expect, reports[index]?.failures ?? [])],
  }))
  return { ...file, tests }
}
