import { take } from "./newVisit.ts"
import type { StepPlan, WirePlan } from "./plan.ts"
import {
  type Arrival,
  type Instance,
  type LoopState,
  type RunState,
  type Visit,
  wireDead,
  wireLive,
  wireOpen,
} from "./state.ts"
import { calm, noteQuiet, stir } from "./stir.ts"

/*
 * How a wire that was decided touches its target. Within a round a forward wire is open, then live or dead; counts
 * per step say at once whether the step starts, waits on, or is skipped. A loop-back waits at its target until the
 * body is quiet, and so does any wire that goes live a second time.
 */

/** The wire was taken: its value is at its target. */
export function goLive(state: RunState, instance: Instance, wire: WirePlan, visit: Visit): void {
  if (instance.status !== "running" || instance.stopping !== undefined || instance.cancelling) return
  visit.live = true
  take(visit, wire)
  if (instance.stack !== undefined) {
    instance.stack.fresh.push({ step: wire.to, by: { wire, visit } })
    return
  }
  if (wire.back) {
    goBack(state, instance, wire, visit)
    return
  }
  const { index, to } = wire
  const before = instance.wires[index]
  if (before === wireLive) {
    comeAgain(state, instance, { wire, visit })
    return
  }
  if (before === wireOpen) instance.open[to.index] = (instance.open[to.index] ?? 0) - 1
  instance.wires[index] = wireLive
  instance.carried[index] = visit
  instance.live[to.index] = (instance.live[to.index] ?? 0) + 1
  if (before === wireDead && instance.entered[to.index] !== 0) {
    comeAgain(state, instance, { wire, visit })
    return
  }
  arrive(state, instance, to, { wire, visit })
}

/** A step at which the run begins is reached as by a live wire of its own. */
export function reachEntry(state: RunState, instance: Instance, step: StepPlan): void {
  if (instance.stack !== undefined) {
    instance.stack.fresh.push({ step, by: undefined })
    return
  }
  instance.live[step.index] = (instance.live[step.index] ?? 0) + 1
  arrive(state, instance, step, undefined)
}

/** The wire is not going to be taken, unless a loop that it leaves may yet take it. */
export function goDead(state: RunState, instance: Instance, wire: WirePlan): void {
  if (instance.stack !== undefined || instance.wires[wire.index] !== wireOpen) return
  if (wire.back) {
    decideBack(state, instance, wire, wireDead)
    return
  }
  for (const loop of wire.leaves) {
    const loopState = instance.loops[loop.index]
    if (loopState !== undefined && !loopState.ended) {
      loopState.held.add(wire)
      return
    }
  }
  const { to } = wire
  instance.wires[wire.index] = wireDead
  instance.open[to.index] = (instance.open[to.index] ?? 0) - 1
  if (instance.entered[to.index] === 0) reconsider(state, instance, to)
}

/** A wire to the step is dead from the start: what others bring may not be enough, where any can come at all. */
export function missFromStart(state: RunState, instance: Instance, step: StepPlan): void {
  const canBeReached = (instance.open[step.index] ?? 0) > 0
  if (instance.stack === undefined && canBeReached && instance.entered[step.index] === 0)
    reconsider(state, instance, step)
}

/** A live wire has come to a step that this round has not entered, or ignores what comes. */
function arrive(state: RunState, instance: Instance, step: StepPlan, by: Arrival | undefined): void {
  if (instance.entered[step.index] !== 0) {
    if (step.join === "each" && by !== undefined) comeAgain(state, instance, by)
    return
  }
  const wasWaiting = instance.waits[step.index] === true
  const starts =
    step.join === "any" || step.join === "each" || step.into.length === 0
      ? true
      : step.join === "all"
        ? instance.open[step.index] === 0
        : (instance.live[step.index] ?? 0) >= step.join.atLeast
  if (starts) {
    enter(state, instance, step, step.join === "each" && by !== undefined ? [by] : alone)
    return
  }
  if (!wasWaiting) {
    instance.waits[step.index] = true
    stir(instance, step)
  }
  reconsider(state, instance, step)
}

/** Nothing enters the step again. */
const alone: readonly Arrival[] = []

/** One wire less can come: the step starts with what it has, is skipped, or waits on. */
function reconsider(state: RunState, instance: Instance, step: StepPlan): void {
  const open = instance.open[step.index] ?? 0
  const live = instance.live[step.index] ?? 0
  if (typeof step.join === "object") {
    if (live + open < step.join.atLeast) skip(state, instance, step)
    else if (open === 0) enter(state, instance, step, alone)
  } else if (open === 0) {
    if (live === 0 || step.join === "each") skip(state, instance, step)
    else enter(state, instance, step, alone)
  }
}

/** The step is entered: what follows from that is done in its turn. */
export function enter(state: RunState, instance: Instance, step: StepPlan, by: readonly Arrival[]): void {
  leaveWaiting(state, instance, step)
  instance.entered[step.index] = 1
  stir(instance, step)
  state.consequences.push({ type: "enter", instance, step, by })
}

function skip(state: RunState, instance: Instance, step: StepPlan): void {
  instance.entered[step.index] = 2
  stir(instance, step)
  leaveWaiting(state, instance, step)
  state.consequences.push({ type: "skip", instance, step })
}

function leaveWaiting(state: RunState, instance: Instance, step: StepPlan): void {
  if (instance.waits[step.index] !== true) return
  instance.waits[step.index] = false
  calm(state, instance, step)
}

function goBack(state: RunState, instance: Instance, wire: WirePlan, visit: Visit): void {
  decideBack(state, instance, wire, wireLive)
  const loop = loopOfBack(instance, wire)
  if (wire.to.join === "each" || loop === undefined) {
    comeAgain(state, instance, { wire, visit })
    return
  }
  loop.pending.push({ wire, visit, turn: state.returned++ })
  if (loop.busy === 0) noteQuiet(state, instance, loop)
}

function decideBack(state: RunState, instance: Instance, wire: WirePlan, decided: number): void {
  const loop = loopOfBack(instance, wire)
  if (loop !== undefined && instance.wires[wire.index] === wireOpen) {
    loop.undecided--
    if (loop.busy === 0) noteQuiet(state, instance, loop)
  }
  instance.wires[wire.index] = decided
}

/** The loop whose body the loop-back enters again: the smallest that holds both its ends. */
function loopOfBack(instance: Instance, wire: WirePlan): LoopState | undefined {
  const loop = wire.to.loops.find(candidate => candidate.backs.includes(wire))
  return loop === undefined ? undefined : instance.loops[loop.index]
}

/** A wire that was live already brings another value: its target is entered again once what it leads to is quiet. */
function comeAgain(state: RunState, instance: Instance, arrival: Arrival): void {
  const target = arrival.wire.to
  const spread = spreadFrom(instance, target)
  spread.pending.push({ ...arrival, turn: state.returned++ })
  if (spread.busy === 0) noteQuiet(state, instance, spread)
}

function spreadFrom(instance: Instance, target: StepPlan) {
  instance.spreads ??= new Map()
  const known = instance.spreads.get(target)
  if (known !== undefined) return known
  const { steps } = againFrom(instance, undefined, target)
  const spread = {
    target,
    members: steps,
    busy: steps.filter(step => (instance.stir[step.index] ?? 0) > 0).length,
    pending: [],
  }
  instance.spreads.set(target, spread)
  instance.spreadsOf ??= []
  for (const step of steps) {
    const of = instance.spreadsOf[step.index]
    if (of === undefined) instance.spreadsOf[step.index] = [spread]
    else of.push(spread)
  }
  return spread
}

/** What entering the target again enters again: within the loop's body, or all that it leads to. */
export function againFrom(instance: Instance, loop: LoopState | undefined, target: StepPlan) {
  const { again } = instance.scope
  let byTarget = again.get(loop?.plan)
  if (byTarget === undefined) {
    byTarget = new Map()
    again.set(loop?.plan, byTarget)
  }
  const known = byTarget.get(target)
  if (known !== undefined) return known
  const body = loop === undefined ? undefined : new Set(loop.plan.body)
  const steps = new Set([target])
  const wires: WirePlan[] = []
  for (const step of steps) {
    for (const wire of step.out) {
      if (body !== undefined && !body.has(wire.to)) continue
      wires.push(wire)
      if (!wire.back) steps.add(wire.to)
    }
  }
  const found = { steps: [...steps], wires }
  byTarget.set(target, found)
  return found
}

/** Opens wires again, and lets their steps be entered again. */
export function openAgain(
  instance: Instance,
  again: { readonly steps: readonly StepPlan[]; readonly wires: readonly WirePlan[] },
): void {
  for (const wire of again.wires) {
    const before = instance.wires[wire.index]
    if (before === wireOpen) continue
    instance.wires[wire.index] = wireOpen
    if (wire.back) {
      const loop = loopOfBack(instance, wire)
      if (loop !== undefined) {
        loop.undecided++
        loop.ended = false
      }
      continue
    }
    const target = wire.to.index
    if (before === wireLive) instance.live[target] = (instance.live[target] ?? 0) - 1
    instance.open[target] = (instance.open[target] ?? 0) + 1
    instance.carried[wire.index] = undefined
  }
  for (const step of again.steps) instance.entered[step.index] = 0
}

/** Counts steps that keep a live wire from outside as waiting, once the body has been opened again. */
export function keepWaiting(instance: Instance, steps: readonly StepPlan[]): void {
  for (const step of steps) {
    if (instance.entered[step.index] !== 0 || instance.waits[step.index] === true) continue
    if ((instance.live[step.index] ?? 0) === 0) continue
    instance.waits[step.index] = true
    stir(instance, step)
  }
}

/** Enters a step again, by these arrivals. */
export function enterAgain(
  state: RunState,
  instance: Instance,
  step: StepPlan,
  by: readonly Arrival[],
): void {
  for (const { wire, visit } of by) {
    if (wire.back) continue
    if (instance.wires[wire.index] === wireOpen) {
      instance.open[step.index] = (instance.open[step.index] ?? 0) - 1
      instance.live[step.index] = (instance.live[step.index] ?? 0) + 1
    }
    instance.wires[wire.index] = wireLive
    instance.carried[wire.index] = visit
  }
  enter(state, instance, step, by)
}
