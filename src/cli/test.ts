import { catalogueIn } from "./catalogue.ts"
import { problem } from "./cliProblems.ts"
import { type Command, exit } from "./command.ts"
import { sayProblem } from "./conduct.ts"
import { gather } from "./gather.ts"
import { pluginKindsIn } from "./keptPlugins.ts"
import { printable } from "./printable.ts"
import { reportAsText } from "./report.ts"
import { dataFolder, dataOption } from "./run.ts"
import { type RunTestParts, runTests } from "./runTests.ts"
import { oneLine, painter } from "./say.ts"
import { readTests, testFileOf } from "./testFile.ts"

/** Runs the tests of workflows: offline, from what was recorded. */
export const test: Command = {
  name: "test",
  summary: "Run a workflow's tests: offline, from what its runs recorded",
  takes: "FILE...",
  options: { data: dataOption, json: { say: "One JSON object a line for each test" } },
  notes: [
    "The tests of report.yaml stand in report.test.json. A run becomes one with",
    "`rivulet runs keep RUN --in FILE`.",
    "Exits with 0 if all pass, 1 if one fails, 2 if a file cannot be used.",
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
    const paint = painter(io.colours)
    let [passed, failed] = [0, 0]
    for (const file of files) {
      const gathered = await gather(file, catalogue, io)
      if (!gathered.ok) {
        for (const report of gathered.error) io.complain(reportAsText(report, io.colours))
        return exit.unusable
      }
      const tests = await readTests(file, io)
      if (!tests.ok) return sayProblem(io, tests.error)
      if (tests.value.tests.length === 0)
        return sayProblem(io, problem("tests_none", { file: testFileOf(file), workflow: file }))
      const parts: RunTestParts = { theirs, workflow: gathered.value.workflow, tests: tests.value.tests }
      for await (const report of runTests(parts)) {
        if (report.passed) passed++
        else failed++
        if (flags.has("json")) {
          io.out(`${JSON.stringify({ type: "test", file, ...report })}\n`)
          continue
        }
        const mark = report.passed ? paint("good", "passed") : paint("bad", "FAILED")
        io.out(`${mark}  ${printable(file)}  ${oneLine(report.name)}\n`)
        for (const { at, is, got } of report.failures) {
          io.out(`        ${printable(at)} is ${oneLine(JSON.stringify(got) ?? "missing")}\n`)
          io.out(`        ${" ".repeat(at.length)} not ${oneLine(JSON.stringify(is))}\n`)
        }
        if (!report.passed && report.problem !== undefined)
          io.out(`        ${oneLine(report.problem.message, 300)}\n`)
      }
    }
    if (!flags.has("json")) io.out(`${passed} passed${failed > 0 ? `, ${failed} failed` : ""}.\n`)
    return failed > 0 ? exit.problems : exit.fine
  },
}
