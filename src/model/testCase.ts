import { z } from "zod"
import type { Json } from "../lib/json.ts"
import { cassetteSchema } from "./recording.ts"

/*
 * A test of a workflow is a run that somebody kept: what it got from outside, and what of it has to come out again.
 * Tests stand in a file beside the workflow's, `report.test.json` beside `report.yaml`, and ask nobody.
 */

const json = z.json() as z.ZodType<Json>

/** Something that has to come out: a field of the run, and its value. */
const expectationSchema = z.strictObject({
  /** `status`, `output.total`, `steps.review.output.severity`, `variables.count`. */
  at: z.string().min(1),
  is: json,
})

/** A test of a workflow. */
export const testCaseSchema = z.strictObject({
  name: z.string().min(1),
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
