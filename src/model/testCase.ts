import { z } from "zod"
import type { Json } from "../lib/json.ts"
import { cassetteSchema } from "./recording.ts"

/*
 * A test of a workflow is a run that somebody kept: what it got from outside, and what of it has to come out again.
 * Tests stand in a file beside the workflow's, `report.test.json` beside `report.yaml`, and ask nobody.
 */

const json = z.json() as z.ZodType<Json>
/** `status`, `output.total`, `steps.review.output.severity`, `variables.count`. */
const at = z.string().min(1)

/** Something that has to come out: a field of the run, and what has to be true of it. */
export const expectationSchema = z.union([
  z.strictObject({ at, is: json }),
  z.strictObject({ at, isNot: json }),
  z.strictObject({ at, contains: json }),
  z.strictObject({ at, matches: z.string() }),
  z.strictObject({ at, above: z.number() }),
  z.strictObject({ at, below: z.number() }),
  z.strictObject({ at, exists: z.boolean() }),
])

/** A test of a workflow. */
export const testCaseSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** The hash of the workflow that the run was of: with the same one, parameters are taken from the recording. */
  made: z.string(),
  cassette: cassetteSchema,
  expect: z.array(expectationSchema),
})

/** The tests of a workflow, as their file holds them. */
export const testFileSchema = z.strictObject({ rivuletTests: z.literal(1), tests: z.array(testCaseSchema) })

/** Something that has to come out. */
export type Expectation = z.infer<typeof expectationSchema>
/** A test of a workflow. */
export type TestCase = z.infer<typeof testCaseSchema>
/** The tests of a workflow. */
export type TestFile = z.infer<typeof testFileSchema>

/** Something that did not come out as expected, and what came instead. */
export type Failure = Expectation & { readonly got?: Json | undefined }

/** What came out of a test. */
export interface TestReport {
  readonly name: string
  readonly passed: boolean
  readonly status: string
  /** Why the run failed. */
  readonly problem?: { readonly code: string; readonly message: string }
  readonly failures: readonly Failure[]
}

/** The file of the tests of a workflow, as text. */
export function writeTestFile(tests: readonly TestCase[]): string {
  return `${JSON.stringify({ rivuletTests: 1, tests }, null, 2)}\n`
}
