import { problemsOf } from "./problems.ts"
import type { Breakpoint, StandIn, Trials } from "./trialSchema.ts"

/* What is done with trials where no schema is needed: pages load this, and not what reads schemas. */

/** Whether two breakpoints stand at the same place. */
export function isSamePlace(a: Breakpoint, b: Breakpoint): boolean {
  return a.step === b.step && a.by?.step === b.by?.step && a.by?.outlet === b.by?.outlet
}

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
