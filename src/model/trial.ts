import { z } from "zod"
import type { Json } from "../lib/json.ts"
import { type Problem, problemsOf } from "./problems.ts"

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

/** Whether two breakpoints stand at the same place. */
export function isSamePlace(a: Breakpoint, b: Breakpoint): boolean {
  return a.step === b.step && a.by?.step === b.by?.step && a.by?.outlet === b.by?.outlet
}

/** What a person tries out with the runs of a workflow, kept beside it in the browser and no part of its file. */
export const trialsSchema = z.strictObject({
  /** What was pinned to steps in the place of what they give, by step and outlet. */
  pins: z.record(z.string(), z.record(z.string(), json)),
  breakpoints: z.array(breakpointSchema),
})
/** What a person tries out with the runs of a workflow. */
export type Trials = z.infer<typeof trialsSchema>

/** Nothing is tried out. */
export const noTrials: Trials = { pins: {}, breakpoints: [] }

/** How a step can be made to fail. */
export const failureWays = ["fails", "times_out"] as const
/** How a step can be made to fail. */
export type FailureWay = (typeof failureWays)[number]

const madeUp = problemsOf({
  made_to_fail: { say: "“{step}” was made to fail, to see what becomes of it" },
  timed_out: { say: "“{step}” was made to run out of time, to see what becomes of it" },
})

/** What stands in for a step that is made to fail; one that waits, and has an outlet for that, leaves by `timeout`. */
export function madeToFail(step: string, way: FailureWay, outlets: readonly string[]): StandIn {
  if (way === "fails") return { problem: madeUp("made_to_fail", { step }) }
  return outlets.includes("timeout")
    ? { outlets: { timeout: null } }
    : { problem: madeUp("timed_out", { step }) }
}
