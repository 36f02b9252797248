import type { StepPlan } from "./plan.ts"
import type { Arrival, Instance, RunState, Stack } from "./state.ts"
import { enter } from "./wires.ts"

/*
 * `order: depth_first`. A stack of live wires takes the place of rounds and quiet bodies: a live wire, loop-back or
 * not, is followed to its end before its later siblings, and each arrival begins a visit. Only a step with several
 * inlets, or that says how many wires it joins, waits for more; when nothing else is left to follow it starts with
 * what it has.
 *
 *     a ─┬▶ b ──▶ c        order: a b c d c
 *        └▶ d ──▶ c
 */

/** A stack with nothing on it. */
export function emptyStack(): Stack {
  return { waiting: [], fresh: [], lying: new Map() }
}

/** Follows the next live wire of an instance in which nothing is under way; whether there was one. */
export function followNext(state: RunState, instance: Instance): boolean {
  const { stack } = instance
  if (stack === undefined) return false
  stack.waiting.push(...stack.fresh.reverse())
  stack.fresh.length = 0
  for (let next = stack.waiting.pop(); next !== undefined; next = stack.waiting.pop()) {
    const { step, by } = next
    const arrivals = by === undefined ? [] : [...(stack.lying.get(step) ?? []), by]
    if (by === undefined || isEnough(step, arrivals)) {
      stack.lying.delete(step)
      enter(state, instance, step, arrivals)
      return true
    }
    stack.lying.set(step, arrivals)
  }
  if (instance.coming.size > 0) return false
  for (const step of instance.scope.steps) {
    const arrivals = stack.lying.get(step)
    if (arrivals === undefined) continue
    stack.lying.delete(step)
    enter(state, instance, step, arrivals)
    return true
  }
  return false
}

function isEnough(step: StepPlan, arrivals: readonly Arrival[]): boolean {
  if (typeof step.join === "object") return arrivals.length >= step.join.atLeast
  const { inlets } = step.kind
  if (inlets === undefined || inlets.length === 0) return true
  const wired = new Set(step.into.map(({ inlet }) => inlet))
  return new Set(arrivals.map(({ wire }) => wire.inlet)).size >= wired.size
}
