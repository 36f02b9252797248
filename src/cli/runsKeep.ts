import { cassetteOf } from "../engine/core/cassette.ts"
import { withSharedPast } from "../engine/core/sharedPast.ts"
import { testFrom } from "../engine/loop/runTest.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { type CheckName, expectationOf } from "../model/expectations.ts"
import { hiddenTest } from "../model/hiding.ts"
import type { Problem } from "../model/problems.ts"
import { type Expectation, expectationSchema } from "../model/testCase.ts"
import type { Arguments } from "./arguments.ts"
import { problem } from "./cliProblems.ts"
import { exit } from "./command.ts"
import { sayProblem } from "./conduct.ts"
import type { Io } from "./io.ts"
import { readPastRun } from "./pastRun.ts"
import type { Data } from "./place.ts"
import { parseJson } from "./readData.ts"
import { readTests, testFileOf, writeTests } from "./testFile.ts"

/** Keeps a run as a test of its workflow: what it got from outside, and what has to come out of it again. */
export async function keepRun(given: Arguments, data: Data, _: string, io: Io): Promise<number> {
  const read = await readPastRun(data, given.files[1])
  if (!read.ok) return sayProblem(io, read.error)
  const { run, head, state, events, summary } = read.value
  if (!head.ended) return sayProblem(io, problem("run_not_ended", { run }))
  const file = given.values.get("in")?.at(-1)
  if (file === undefined || !(await io.read(file)).ok) return sayProblem(io, problem("keep_where", { run }))
  const expect = expectationsIn(given)
  if (!expect.ok) return sayProblem(io, expect.error)
  const own = cassetteOf(events)
  if (own === undefined) return sayProblem(io, problem("run_damaged", { run, why: "it has no start" }))
  const cassette = await withSharedPast(own, async earlier => {
    const past = await readPastRun(data, earlier)
    return past.ok ? cassetteOf(past.value.events) : undefined
  })
  const tests = await readTests(file, io)
  if (!tests.ok) return sayProblem(io, tests.error)
  const name = given.values.get("name")?.at(-1) ?? `${summary.status} ${run}`
  const whole = await testFrom(name, state.plan.workflow, cassette, state, expect.value)
  const kept = hiddenTest(whole, given.values.get("hide") ?? [])
  const others = tests.value.tests.filter(test => test.name !== name)
  const trouble = await writeTests(file, { rivuletTests: 1, tests: [...others, kept] }, io)
  if (trouble !== undefined) return sayProblem(io, trouble)
  io.out(`Kept as the test “${name}” in ${testFileOf(file)}. Run it with: rivulet test ${file}\n`)
  return exit.fine
}

const signs: { readonly [sign: string]: CheckName } = {
  "=": "is",
  "!=": "isNot",
  "*=": "contains",
  "~": "matches",
  ">": "above",
  "<": "below",
}

/** `--expect FIELD=JSON`, and the same with another sign; `--expect FIELD` where it has to be there. */
function expectationsIn({ values }: Arguments): Result<readonly Expectation[], Problem> {
  const found: Expectation[] = []
  const refuse = (text: string, why: string) =>
    err(problem("option_unreadable", { option: "expect", text, why }))
  for (const text of values.get("expect") ?? []) {
    const [, at = text, sign = "", given = ""] = /^([^=!*~<>]+)(=|!=|\*=|~|>|<)([\s\S]*)$/.exec(text) ?? []
    const name = signs[sign] ?? "exists"
    const value = sign === "" ? ok(true) : sign === "~" ? ok(given) : parseJson(given)
    if (!value.ok) return refuse(text, value.error.message)
    const read = expectationSchema.safeParse(expectationOf(at, name, value.value))
    if (!read.success)
      return refuse(text, "Write FIELD=JSON, such as output.total=3, or FIELD>3, FIELD~PATTERN.")
    found.push(read.data)
  }
  return ok(found)
}
