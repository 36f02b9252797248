import { formatDuration } from "../../lib/durations.ts"
import { type JsonMap, own } from "../../lib/json.ts"
import type { Steer } from "../../model/control.ts"
import { ask } from "./asking.ts"
import { takeOverCalls } from "./calls.ts"
import type { EventOf } from "./event.ts"
import { foldLaps } from "./laps.ts"
import { intoOf, mayOf, openingsOf } from "./narrow.ts"
import { newVisit } from "./newVisit.ts"
import { stopsBefore } from "./pausing.ts"
import type { StepPlan, WirePlan } from "./plan.ts"
import { startToRest } from "./resting.ts"
import { runProblem } from "./runProblems.ts"
import { cancelChildren, limitName, openChild } from "./scopes.ts"
import { countWork } from "./slots.ts"
import { type Arrival, type Instance, type RunState, type Visit, wireLive } from "./state.ts"
import { answered, newSteering, signal, silence, wakeVisit } from "./steering.ts"
import { calm } from "./stir.ts"
import { newTask, queueTask } from "./tasks.ts"
import { setTimer } from "./timers.ts"
import {
  completeVisit,
  endUnrun,
  endVisit,
  failAgain,
  failVisit,
  leaveOut,
  writeVariables,
} from "./visits.ts"
import { placeOf, visitName } from "./whereabouts.ts"

/*
 * How a visit begins: what arrived is settled, and the step is queued, listed, steered, passed through, or taken
 * over from the run that this one is a fork of.
 */

/** The step is entered. `by` are the wires that entered it again, or the one that a `join: each` counts. */
export function enterStep(state: RunState, instance: Instance, step: StepPlan, by: readonly Arrival[]): void {
  if (instance.status !== "running" || instance.cancelling || instance.stopping !== undefined) {
    calm(state, instance, step)
    return
  }
  const visit = newVisit(state, instance, step, arrivalsAt(instance, step, by), by[0])
  instance.active.add(visit)
  forgetMemory(instance, step, visit)
  const over = visit.number > step.most ? startedVisits(instance, step) - step.most : 0
  if (over > 0) {
    const problem = runProblem("visit_limit", { step: step.id, most: step.most })
    failVisit(state, visit, problem, over === 1 ? "unless wired" : "stop")
    return
  }
  if (takeOver(state, visit) || stopsBefore(state, visit)) return
  beginVisit(state, visit)
}

/** The visit goes to work: it is passed through, stood in for, listed, steered or queued. */
export function beginVisit(state: RunState, visit: Visit): void {
  const { step } = visit
  const { spec } = step
  if (spec.disabled === true) {
    const { incoming } = visit
    const value = incoming?.visit.outlets?.[incoming.wire.outlet] ?? null
    completeVisit(state, visit, { [step.outlets[0] ?? "success"]: value })
    return
  }
  const standIn = own(state.standIns, step.id)
  if (standIn !== undefined) {
    visit.standIn = "pinned" in standIn ? "pinned" : "made_up"
    if ("problem" in standIn) failVisit(state, visit, standIn.problem)
    else completeVisit(state, visit, standIn.outlets)
    return
  }
  if (spec.each !== undefined && !step.steers) {
    visit.action = ask(state, {
      type: "list",
      ...placeOf(visit),
      each: spec.each,
      ...(spec.concurrency === undefined ? {} : { concurrency: spec.concurrency }),
    })
    return
  }
  if (step.steers) {
    visit.steering = newSteering()
    if (enterAsItWas(state, visit)) return
    const skip = Object.keys(step.inside)
    visit.action = ask(state, { type: "begin", ...placeOf(visit), with: spec.with ?? {}, skip })
    return
  }
  visit.task = newTask(state, visit, {})
  takeOverCalls(state, visit.task)
  queueTask(state, visit.task)
}

/** The step is skipped: none of its wires will be live in this round. */
export function skipStep(state: RunState, instance: Instance, step: StepPlan): void {
  endUnrun(state, newVisit(state, instance, step, [], undefined), "skipped")
}

/** What lies on the live wires, with the values of the wires that entered the step again in their places. */
function arrivalsAt(instance: Instance, step: StepPlan, by: readonly Arrival[]): readonly Arrival[] {
  if (instance.stack !== undefined || (step.join === "each" && by.length > 0)) return [...by]
  const [only] = step.into
  if (by.length === 0 && step.into.length <= 1) {
    const visit = only === undefined ? undefined : carriedBy(instance, only)
    return visit === undefined || only === undefined ? nothingCame : [{ wire: only, visit }]
  }
  const arrivals = by.filter(({ wire }) => wire.back)
  for (const wire of step.into) {
    const visit = carriedBy(instance, wire)
    if (visit !== undefined) arrivals.push({ wire, visit })
  }
  return arrivals
}

const nothingCame: readonly Arrival[] = []

function carriedBy(instance: Instance, wire: WirePlan): Visit | undefined {
  return instance.wires[wire.index] === wireLive ? instance.carried[wire.index] : undefined
}

/** Memory lasts within a cycle: a step that is entered from outside its own begins without. */
function forgetMemory(instance: Instance, step: StepPlan, visit: Visit): void {
  const { memory } = instance
  if (memory === undefined) return
  const [loop] = step.loops
  const from = visit.incoming?.wire.from
  if (loop === undefined) memory.delete(step)
  else if (loop.targets.includes(step) && (from === undefined || !loop.body.includes(from))) {
    for (const inside of loop.body) memory.delete(inside)
  }
}

function startedVisits(instance: Instance, step: StepPlan): number {
  return (instance.visits[step.index] ?? []).filter(visit => visit.status !== "skipped").length
}

/** A fork takes over what its parent did, and leaves out what it is not to run; whether it did so here. */
function takeOver(state: RunState, visit: Visit): boolean {
  const may = state.narrow === undefined ? "run" : mayOf(state.narrow, visit)
  const kept = may === "nothing" ? undefined : state.kept?.get(visitName(visit))
  if (kept?.outlets !== undefined) {
    visit.reused = { taken: kept.taken }
    visit.problem = kept.problem
    const { variables, memory, origins } = kept
    completeVisit(state, visit, kept.outlets, { variables, memory, origins })
    return true
  }
  if (kept?.problem !== undefined) {
    failAgain(state, visit, kept.problem)
    return true
  }
  if (may === "run") return false
  leaveOut(state, visit)
  return true
}

/** One instance of the container is entered as it was in the run that this one is a fork of; whether it is so here. */
function enterAsItWas(state: RunState, visit: Visit): boolean {
  const { steering, step } = visit
  const into = intoOf(state.narrow, visit)
  if (into?.as === undefined || steering === undefined) return false
  const { index, gives, error, variables } = into.as
  if (!step.holds.has(into.scope)) {
    leaveOut(state, visit)
    return true
  }
  visit.status = "running"
  steering.begun = true
  steering.opened[into.scope] = index
  if (variables !== undefined) writeVariables(state, visit, variables)
  openChild(state, visit, {
    scope: into.scope,
    ...(gives === undefined ? {} : { gives }),
    ...(error === undefined ? {} : { error }),
  })
  return true
}

/** The parameters of a step that steers are known: its reducer begins. */
export function beginSteering(state: RunState, visit: Visit, input: JsonMap): void {
  const { steering, step } = visit
  if (steering === undefined || steering.begun) return
  visit.action = 0
  visit.input = input
  visit.status = "running"
  steering.begun = true
  if (step.timeout !== undefined) {
    const problem = runProblem("timed_out", { step: step.id, limit: formatDuration(step.timeout) })
    visit.timer = setTimer(state, limitName(visit), state.now + step.timeout, () =>
      wakeVisit(state, visit, { type: "timeout", problem }),
    )
  }
  signal(state, visit, { type: "begin" })
}

/** Does what the reducer answered. */
export function steer(state: RunState, visit: Visit, told: number, answer: Steer): void {
  const { steering } = visit
  if (steering === undefined || !visit.instance.active.has(visit)) return
  if (answer.state !== undefined) steering.state = answer.state
  answered(state, visit, told)
  doAnswer(state, visit, answer)
}

/** Takes in what was run through at once, and does what the reducer answered to it. */
export function takeLaps(
  state: RunState,
  visit: Visit,
  { told, heard, laps, steer: answer, took = 0 }: EventOf<"step.lapped">,
): void {
  const { steering } = visit
  if (steering === undefined || !visit.instance.active.has(visit)) return
  if (answer.state !== undefined) steering.state = answer.state
  answered(state, visit, told)
  foldLaps(state, visit, { laps, heard })
  doAnswer(state, visit, answer)
  countWork(state, took)
}

function doAnswer(state: RunState, visit: Visit, answer: Steer): void {
  if (answer.cancel === true) cancelChildren(state, visit)
  for (const opening of openingsOf(state.narrow, visit, answer.open ?? [])) {
    const opened = openChild(state, visit, opening)
    if (visit.cancelled && opening.scope === "always" && opened !== undefined) limitAlways(state, visit)
  }
  if (answer.rest === true) {
    startToRest(state, visit)
    return
  }
  const { leave, fail, gone, end } = answer
  if (leave === undefined && fail === undefined && gone === undefined && end === undefined) return
  silence(state, visit)
  cancelChildren(state, visit)
  if (end !== undefined) {
    state.end ??= end
    completeVisit(state, visit, {})
    const root = state.instances.get("")
    if (root !== undefined) state.consequences.push({ type: "end", instance: root })
  } else if (visit.cancelled) endVisit(state, visit, "cancelled")
  else if (fail !== undefined) failVisit(state, visit, fail)
  else completeVisit(state, visit, leave ?? {}, { origins: answer.origins })
}

const alwaysLimit = 30_000

/** What is always done after a cancellation has so long and no longer. */
function limitAlways(state: RunState, visit: Visit): void {
  visit.timer = setTimer(state, limitName(visit), state.now + alwaysLimit, () => cancelChildren(state, visit))
}
