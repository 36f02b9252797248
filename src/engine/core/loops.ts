import type { StepPlan } from "./plan.ts"
import type { Arrival, Instance, LoopState, Returning, RunState, SpreadState } from "./state.ts"
import { wakeVisit } from "./steering.ts"
import { latestVisit } from "./whereabouts.ts"
import { againFrom, enterAgain, keepWaiting, openAgain } from "./wires.ts"

/*
 * What happens when a body is quiet: nothing in it is ready, running, waiting or in doubt, and no live wire in it is
 * on its way or waits for others. Live loop-backs into one of its steps then start the next visit together; without
 * any, and with none undecided, the loop has ended, and the wires that leave it and were not taken die.
 */

/** Looks at one body that became quiet, the smallest first; whether there was one. */
export function settleQuiet(state: RunState): boolean {
  let region: LoopState | SpreadState | undefined
  for (const candidate of state.quiet) {
    if (region === undefined || goesBefore(candidate, region)) region = candidate
  }
  if (region === undefined) return false
  const instance = state.quietIn.get(region)
  state.quiet.delete(region)
  state.quietIn.delete(region)
  if (instance === undefined || region.busy > 0 || instance.status !== "running") return true
  if (instance.cancelling || instance.stopping !== undefined) return true
  if ("target" in region) spreadIsQuiet(state, instance, region)
  else loopIsQuiet(state, instance, region)
  return true
}

/**
 * What is entered again before what only ends; then the smallest first; of those alike that of a loop-back, and then
 * the one whose value came first.
 */
function goesBefore(a: LoopState | SpreadState, b: LoopState | SpreadState): boolean {
  const isAwaited = a.pending.length > 0
  if (isAwaited !== b.pending.length > 0) return isAwaited
  const difference = sizeOf(a) - sizeOf(b)
  if (difference !== 0) return difference < 0
  if ("target" in a !== "target" in b) return "target" in b
  return (a.pending[0]?.turn ?? 0) < (b.pending[0]?.turn ?? 0)
}

function sizeOf(region: LoopState | SpreadState): number {
  return "target" in region ? region.members.length : region.plan.body.length
}

function loopIsQuiet(state: RunState, instance: Instance, loop: LoopState): void {
  const target = loop.pending[0]?.wire.to
  if (target !== undefined) {
    if (leaveResting(state, instance, loop.plan.body)) return
    const again = againFrom(instance, loop, target)
    const by = takeOneOfEach(loop.pending, target)
    openAgain(instance, again)
    enterAgain(state, instance, target, by)
    keepWaiting(instance, again.steps)
    return
  }
  if (loop.undecided > 0 || loop.ended || isToBeEntered(instance, loop)) return
  loop.ended = true
  const held = [...loop.held]
  loop.held.clear()
  for (const wire of held) state.consequences.push({ type: "dead", instance, wire })
}

/** Whether a value waits to enter a step of the body again: the body goes on then, and with it its leaving wires. */
function isToBeEntered(instance: Instance, loop: LoopState): boolean {
  for (const { target, pending } of instance.spreads?.values() ?? []) {
    if (pending.length > 0 && target.loops.includes(loop.plan)) return true
  }
  return false
}

function spreadIsQuiet(state: RunState, instance: Instance, spread: SpreadState): void {
  if (spread.pending.length === 0 || leaveResting(state, instance, spread.members)) return
  const again = againFrom(instance, undefined, spread.target)
  const one =
    spread.target.join === "each" ? spread.pending.splice(0, 1) : takeOneOfEach(spread.pending, spread.target)
  openAgain(instance, again)
  enterAgain(state, instance, spread.target, one)
  keepWaiting(instance, again.steps)
}

/** Takes the first arrival by each wire into the target; what came by the same wire later stays for the next visit. */
function takeOneOfEach(waiting: Returning[], target: StepPlan): Arrival[] {
  const taken: Arrival[] = []
  const left: Returning[] = []
  for (const arrival of waiting) {
    const { wire } = arrival
    if (wire.to !== target || taken.some(other => other.wire === wire)) left.push(arrival)
    else taken.push(arrival)
  }
  waiting.splice(0, waiting.length, ...left)
  return taken.sort((a, b) => a.wire.index - b.wire.index)
}

/** Resting states of a body that is entered again are left first, by way of their `exit`; whether there were any. */
function leaveResting(state: RunState, instance: Instance, steps: readonly StepPlan[]): boolean {
  if (instance.resting === 0) return false
  let some = false
  for (const step of steps) {
    const visit = latestVisit(instance, step)
    if (visit?.status !== "resting") continue
    wakeVisit(state, visit, { type: "left" })
    some = true
  }
  return some
}
