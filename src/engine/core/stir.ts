import { assert } from "../../lib/assert.ts"
import type { StepPlan } from "./plan.ts"
import type { Instance, LoopState, RunState, SpreadState } from "./state.ts"

/*
 * Whether a body is quiet, kept by counting: each step knows for how many reasons it is not (a visit under way, a
 * wire on its way to it, one that waits there for others), each body how many of its steps are not.
 */

/** One reason more for which the step is not quiet. */
export function stir(instance: Instance, step: StepPlan): void {
  const before = instance.stir[step.index] ?? 0
  instance.stir[step.index] = before + 1
  if (before > 0) return
  for (const loop of step.loops) {
    const state = instance.loops[loop.index]
    if (state !== undefined) state.busy++
  }
  for (const spread of instance.spreadsOf?.[step.index] ?? []) spread.busy++
}

/** One reason less for which the step is not quiet; what became quiet by it is looked at in turn. */
export function calm(state: RunState, instance: Instance, step: StepPlan): void {
  const left = (instance.stir[step.index] ?? 0) - 1
  assert(left >= 0, `Expected ${step.id} to be stirred but it was quiet`)
  instance.stir[step.index] = left
  if (left > 0) return
  for (const loop of step.loops) {
    const loopState = instance.loops[loop.index]
    if (loopState !== undefined && --loopState.busy === 0) noteQuiet(state, instance, loopState)
  }
  for (const spread of instance.spreadsOf?.[step.index] ?? []) {
    if (--spread.busy === 0) noteQuiet(state, instance, spread)
  }
}

/** Looks at a body once all that follows from the event has been done. */
export function noteQuiet(state: RunState, instance: Instance, region: LoopState | SpreadState): void {
  state.quiet.add(region)
  state.quietIn.set(region, instance)
}

/** Looks at an instance in which nothing is under way, once all that follows from the event has been done. */
export function becomeIdle(state: RunState, instance: Instance): void {
  if (instance.isIdle) return
  instance.isIdle = true
  state.idle.push(instance)
}
