import { z } from "zod"
import type { Json } from "../lib/json.ts"
import type { Problem } from "./problems.ts"

/*
 * How far a run goes that does no more than some of its workflow: one entry for each scope from the root to the step
 * that it is for. It stands in the run's first event, and in the recording of the run as well.
 *
 *     a ──▶ each[ b ──▶ c ] ──▶ d        up to b, in the second iteration:
 *
 *     - { steps: [each], last: { step: each, visit: 1 }, into: { scope: steps, as: { index: 1, … } }, end: {} }
 *     - { steps: [b], last: { step: b, visit: 1 } }
 */

const json = z.json() as z.ZodType<Json>
const map = z.record(z.string(), json)
const count = z.int().min(0)
const problem = z.custom<Problem>(value => typeof value === "object" && value !== null)

const reachSchema = z.strictObject({
  /** The steps that may run there. */
  steps: z.array(z.string()),
  /** Once this visit has ended nothing more begins there; without a number, the first that is not skipped. */
  last: z.strictObject({ step: z.string(), visit: z.int().min(1).optional() }).optional(),
  /** The instance begins at these steps alone. */
  entries: z.array(z.string()).optional(),
  /** Of that visit, a container's, one instance alone is entered: the first of the scope, unless it is told. */
  into: z
    .strictObject({
      scope: z.enum(["steps", "enter", "exit", "always"]),
      /** As an earlier run had opened it. Its container is asked for nothing. */
      as: z
        .strictObject({
          index: count,
          gives: map.optional(),
          error: problem.optional(),
          /** What had been written beside it by then. */
          variables: map.optional(),
        })
        .optional(),
    })
    .optional(),
  /**
   * What of the workflow's own `failure` and `always` is done at the end: the scope that the next reach is for, with
   * the error that it sees; none, where that is left out. It stands in the first reach; runs from before have none, and
   * do all of it.
   */
  end: z
    .strictObject({
      scope: z.enum(["failure", "always"]).optional(),
      error: problem.optional(),
    })
    .optional(),
})

/** How far a run goes in each scope on the way to the step that it is for, from the root inwards. */
export const narrowSchema = z.array(reachSchema).min(1)

/** How far a run goes in one scope. */
export type Reach = z.infer<typeof reachSchema>
