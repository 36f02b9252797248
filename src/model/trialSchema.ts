import { z } from "zod"
import type { Json } from "../lib/json.ts"
import type { Problem } from "./problems.ts"

/*
 * What a person tries out with one run, and what is no part of the workflow: steps that are not done because
 * something stands in for them, and places at which the run stops to be looked at.
 */

const json = z.json() as z.ZodType<Json>
const problem = z.custom<Problem>(value => typeof value === "object" && value !== null)

/** What stands in for a step: it is not done, and comes to this each time. */
export const standInSchema = z.union([
  z.strictObject({
    outlets: z.record(z.string(), json),
    /** It is what was pinned to the step, and nothing that was made up for the run. */
    pinned: z.literal(true).optional(),
  }),
  z.strictObject({ problem }),
])
/** What stands in for a step. */
export type StandIn = z.infer<typeof standInSchema>
/** What stands in for steps, by their ids. */
export type StandIns = { readonly [step: string]: StandIn }

/** A place at which a run stops: before a step, or before what a wire leads to. */
export const breakpointSchema = z.strictObject({
  /** The step before which it stops. */
  step: z.string(),
  /** The wire by which the step must have been reached; any, where it is left out. */
  by: z.strictObject({ step: z.string(), outlet: z.string() }).optional(),
  /** An expression that must hold; always, where it is left out. */
  when: z.string().optional(),
})
/** A place at which a run stops. */
export type Breakpoint = z.infer<typeof breakpointSchema>

/** What a person tries out with the runs of a workflow, kept beside it in the browser and no part of its file. */
export const trialsSchema = z.strictObject({
  /** What was pinned to steps in the place of what they give, by step and outlet. */
  pins: z.record(z.string(), z.record(z.string(), json)),
  breakpoints: z.array(breakpointSchema),
})
/** What a person tries out with the runs of a workflow. */
export type Trials = z.infer<typeof trialsSchema>
