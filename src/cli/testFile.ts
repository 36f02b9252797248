import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import { type TestFile, testFileSchema, writeTestFile } from "../model/testCase.ts"
import { problem } from "./cliProblems.ts"
import type { Io } from "./io.ts"
import { troubleProblem } from "./readText.ts"

/** The file of a workflow's tests, beside its own. */
export function testFileOf(workflow: string): string {
  return `${workflow.replace(/\.ya?ml$/, "")}.test.json`
}

/** Reads the tests of a workflow; none where there is no file. */
export async function readTests(workflow: string, io: Io): Promise<Result<TestFile, Problem>> {
  const file = testFileOf(workflow)
  const bytes = await io.read(file)
  if (!bytes.ok) {
    if (bytes.error === "missing") return ok({ rivuletTests: 1, tests: [] })
    return err(troubleProblem(bytes.error, file))
  }
  try {
    const read = testFileSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes.value)))
    if (read.success) return ok(read.data)
    const [issue] = read.error.issues
    return err(problem("tests_unreadable", { file, why: `${issue?.path.join(".")}: ${issue?.message}` }))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "it is no JSON"
    return err(problem("tests_unreadable", { file, why }))
  }
}

/** Writes the tests of a workflow, whole or not at all. */
export async function writeTests(workflow: string, tests: TestFile, io: Io): Promise<Problem | undefined> {
  const file = testFileOf(workflow)
  const written = await io.replace(file, writeTestFile(tests.tests))
  return written.ok ? undefined : troubleProblem(written.error, file)
}
