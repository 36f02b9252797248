import type { Json, JsonMap } from "../../lib/json.ts"
import type { Opening, ScopeName } from "../../model/control.ts"
import type { Problem } from "../../model/problems.ts"
import { ActiveVisits } from "./activeVisits.ts"
import { ask, settle } from "./asking.ts"
import { emptyStack, followNext } from "./depthFirst.ts"
import { outputOf } from "./instanceOutput.ts"
import { entriesOf, isPartial, noteOpened } from "./narrow.ts"
import type { ScopePlan, StepPlan } from "./plan.ts"
import { noneComing, nothing, noVisits, type OpeningPlace, quietInstance } from "./quietInstance.ts"
import { type Instance, type RunState, type Visit, wireDead } from "./state.ts"
import { signal, silence, wakeVisit } from "./steering.ts"
import { becomeIdle } from "./stir.ts"
import { isOver, stopTask } from "./tasks.ts"
import { clearTimer } from "./timers.ts"
import { endVisit, failVisit, leaveOut } from "./visits.ts"
import { tasksOf, visitName } from "./whereabouts.ts"
import { missFromStart, reachEntry } from "./wires.ts"

/*
 * Instances of scopes: how one opens, is stopped, and ends. An instance has ended when nothing of it is under way;
 * what a container evaluates inside is asked for then, and its holder is told last.
 */

/** Opens an instance of a scope: its entries are reached. */
export function openInstance(state: RunState, opening: OpeningPlace): Instance {
  const { scope } = opening
  const instance = quietInstance(opening, state.events)
  instance.wires = zeros(scope.wires.length)
  instance.carried = []
  instance.open = scope.steps.map(step => step.into.length)
  instance.live = zeros(scope.steps.length)
  instance.entered = zeros(scope.steps.length)
  instance.waits = []
  instance.stir = zeros(scope.steps.length)
  instance.active = new ActiveVisits()
  if (state.plan.order === "depth_first") instance.stack = emptyStack()
  instance.loops = scope.loops.map(plan => ({
    plan,
    busy: 0,
    undecided: plan.backs.length,
    ended: false,
    pending: [],
    held: new Set(),
  }))
  state.instances.open(instance)
  const entries = opening.entries ?? scope.entries
  const never = opening.entries === undefined ? scope.never : unreachedWires(scope, entries)
  for (const wire of never) {
    instance.wires[wire.index] = wireDead
    if (!wire.back) instance.open[wire.to.index] = (instance.open[wire.to.index] ?? 0) - 1
    else {
      const loop = instance.loops.find(candidate => candidate.plan.backs.includes(wire))
      if (loop !== undefined) loop.undecided--
    }
  }
  becomeIdle(state, instance)
  for (const entry of entries) reachEntry(state, instance, entry)
  for (const wire of never) if (!wire.back) missFromStart(state, instance, wire.to)
  return instance
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0)
}

/** The wires of a scope to which a run that begins at these steps never comes. */
function unreachedWires(scope: ScopePlan, entries: readonly StepPlan[]) {
  const reached = new Set(entries)
  for (const step of reached) for (const wire of step.out) reached.add(wire.to)
  return scope.wires.filter(wire => !reached.has(wire.from))
}

/** Nothing more starts in the instance, and what runs there is cancelled. */
export function stopInstance(state: RunState, instance: Instance, problem: Problem): void {
  if (instance.status !== "running" || instance.stopping !== undefined) return
  instance.stopping = problem
  cancelWork(state, instance)
}

/** Cancels the instance and everything in it. */
export function cancelInstance(state: RunState, instance: Instance): void {
  if (instance.status === "closing") {
    instance.action = settle(state, instance.action)
    instance.status = "running"
  }
  if (instance.status !== "running" || instance.cancelling) return
  instance.cancelling = true
  cancelWork(state, instance)
}

function cancelWork(state: RunState, instance: Instance): void {
  for (const coming of instance.coming) {
    coming.timer = clearTimer(state, coming.timer)
    coming.action = settle(state, coming.action)
    if (coming.armed === undefined) coming.visit.coming--
    if (coming.task !== undefined) stopTask(state, coming.task)
  }
  instance.coming.clear()
  for (const visit of [...instance.active]) cancelVisit(state, visit)
  becomeIdle(state, instance)
}

function cancelVisit(state: RunState, visit: Visit): void {
  if (visit.cancelled) return
  visit.cancelled = true
  visit.action = settle(state, visit.action)
  if (visit.steering !== undefined) {
    if (visit.steering.begun) {
      wakeVisit(state, visit, { type: "cancelled" })
      return
    }
    silence(state, visit)
    endVisit(state, visit, "cancelled")
    return
  }
  for (const task of tasksOf(visit)) stopTask(state, task)
  endIfStopped(state, visit)
}

/** A cancelled visit has ended once nothing of it is under way. */
export function endIfStopped(state: RunState, visit: Visit): void {
  const { task } = visit
  if (!tasksOf(visit).every(each => isOver(each) || each.status === "in_doubt")) return
  if (task?.status === "done") visit.outlets = task.outlets
  endVisit(state, visit, task?.status === "done" ? "completed" : "cancelled")
}

/** Looks at one instance in which nothing is under way any more; whether there was one. */
export function settleIdle(state: RunState): boolean {
  const instance = state.idle.take()
  if (instance === undefined) return false
  instance.isIdle = false
  if (instance.status !== "running" || instance.active.size > 0) return true
  const goesOn = !instance.cancelling && instance.stopping === undefined
  if ((goesOn && followNext(state, instance)) || instance.coming.size > 0) return true
  const ended = instance.cancelling ? "cancelled" : instance.stopping !== undefined ? "failed" : "completed"
  if (ended === "completed" && !isPartial(state.narrow, instance)) {
    const { inside, output } = closingTexts(instance)
    if (output !== undefined || Object.keys(inside).length > 0) {
      instance.status = "closing"
      instance.action = ask(state, {
        type: "close",
        in: instance.path,
        inside,
        ...(output === undefined ? {} : { output }),
      })
      return true
    }
    instance.output = outputOf(instance)
  }
  closeInstance(state, instance, ended, {})
  return true
}

/** What is evaluated inside an instance at its end: the container's `output`, and parameters of its kind. */
export function closingTexts({ parent, name }: Instance): {
  readonly inside: JsonMap
  readonly output?: Json
} {
  if (parent === undefined || name !== "steps") return { inside: {} }
  const { inside, spec } = parent.step
  return { inside, ...(spec.output === undefined ? {} : { output: spec.output }) }
}

/** What a container evaluated inside is known: the instance has ended. */
export function closeWith(
  state: RunState,
  instance: Instance,
  found: {
    readonly output?: Json | undefined
    readonly inside?: JsonMap | undefined
    readonly problem?: Problem | undefined
  },
): void {
  if (instance.status !== "closing") return
  instance.action = settle(state, instance.action)
  if (found.problem !== undefined) {
    instance.stopping = found.problem
    closeInstance(state, instance, "failed", {})
    return
  }
  instance.output = found.output === undefined ? outputOf(instance) : found.output
  closeInstance(state, instance, "completed", found.inside ?? {})
}

/** Ends the instance, lets go of what only running needs, and tells its holder. */
function closeInstance(
  state: RunState,
  instance: Instance,
  ended: "completed" | "failed" | "cancelled",
  inside: JsonMap,
): void {
  instance.status = ended
  instance.wires = nothing
  instance.open = nothing
  instance.live = nothing
  instance.entered = nothing
  instance.stir = nothing
  instance.waits = nothing
  instance.carried = nothing
  instance.loops = nothing
  instance.active = noVisits
  instance.coming = noneComing
  instance.spreads = undefined
  instance.spreadsOf = undefined
  const { parent } = instance
  if (parent === undefined) {
    state.consequences.push({ type: "closed", instance })
    return
  }
  const { steering } = parent
  if (steering === undefined) return
  steering.running.delete(instance)
  if (state.narrow?.entered.get(parent) === instance) {
    endAround(state, parent, instance)
    return
  }
  const child = {
    scope: instance.name as ScopeName,
    index: instance.index,
    status: ended,
    output: instance.output,
    ...(instance.stopping === undefined ? {} : { problem: instance.stopping }),
    inside,
  }
  signal(state, parent, { type: "child", child })
}

/** The one instance of a container for which it was entered has ended: the container is asked for no more. */
function endAround(state: RunState, visit: Visit, { status, stopping }: Instance): void {
  silence(state, visit)
  if (!visit.instance.active.has(visit)) return
  cancelChildren(state, visit)
  if (visit.cancelled || status === "cancelled") endVisit(state, visit, "cancelled")
  else if (stopping !== undefined) failVisit(state, visit, stopping, "stop")
  else leaveOut(state, visit)
}

/** Cancels what runs inside a step that steers. */
export function cancelChildren(state: RunState, visit: Visit): void {
  for (const child of [...(visit.steering?.running ?? [])]) cancelInstance(state, child)
}

/** Opens one more instance inside a step that steers. */
export function openChild(
  state: RunState,
  visit: Visit,
  { scope: name, gives, error }: Opening,
): Instance | undefined {
  const { steering, step } = visit
  if (steering === undefined) return undefined
  const index = steering.opened[name] ?? 0
  steering.opened[name] = index + 1
  steering.known++
  const scope = step.holds.get(name)
  if (scope === undefined) {
    const child = { scope: name, index, status: "completed" as const, output: null, inside: {} }
    signal(state, visit, { type: "child", child })
    return undefined
  }
  const entries = state.narrow === undefined ? undefined : entriesOf(state.narrow, visit)
  const instance = openInstance(state, { scope, parent: visit, name, index, gives, error, entries })
  steering.running.add(instance)
  if (state.narrow !== undefined) noteOpened(state.narrow, visit, instance)
  if (visit.cancelled && (name !== "always" || state.isCutShort)) cancelInstance(state, instance)
  return instance
}

/** Names the timer of a step that steers. */
export function limitName(visit: Visit): string {
  return `${visitName(visit)}.limit`
}
