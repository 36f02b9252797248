import type { Json, JsonMap } from "../../lib/json.ts"
import { own } from "../../lib/json.ts"
import type { ScopeName } from "../../model/control.ts"
import type { Problem } from "../../model/problems.ts"
import { emptyStack, followNext } from "./depthFirst.ts"
import type { ScopePlan, StepPlan } from "./plan.ts"
import {
  ask,
  type Coming,
  type Instance,
  type RunState,
  settle,
  tasksOf,
  type Visit,
  visitName,
  wireDead,
} from "./state.ts"
import { signal, silence, wakeVisit } from "./steering.ts"
import { isOver, stopTask } from "./tasks.ts"
import { clearTimer } from "./timers.ts"
import { endVisit } from "./visits.ts"
import { reachEntry } from "./wires.ts"

/*
 * Instances of scopes: how one opens, is stopped, and ends. An instance has ended when nothing of it is under way;
 * what a container evaluates inside is asked for then, and its holder is told last.
 */

/** Where an instance stands. */
export interface OpeningPlace {
  readonly scope: ScopePlan
  readonly name: Instance["name"]
  readonly parent?: Visit
  readonly index: number
  readonly gives?: JsonMap | undefined
  readonly error?: Problem | undefined
  /** Begins at these steps and not at the scope's entries. */
  readonly entries?: readonly StepPlan[] | undefined
}

/** Opens an instance of a scope: its entries are reached. */
export function openInstance(state: RunState, opening: OpeningPlace): Instance {
  const { scope, parent, name, index } = opening
  const path = pathOf(opening)
  const instance: Instance = {
    path,
    scope,
    parent,
    name,
    index,
    gives: opening.gives,
    status: "running",
    wires: zeros(scope.wires.length),
    carried: [],
    open: scope.steps.map(step => step.into.length),
    live: zeros(scope.steps.length),
    entered: zeros(scope.steps.length),
    waits: [],
    stir: zeros(scope.steps.length),
    visits: [],
    active: new Set(),
    coming: new Set(),
    stack: state.plan.order === "depth_first" ? emptyStack() : undefined,
    loops: scope.loops.map(plan => ({
      plan,
      busy: 0,
      undecided: plan.backs.length,
      ended: false,
      pending: [],
      held: new Set(),
    })),
    spreads: undefined,
    spreadsOf: undefined,
    resting: 0,
    memory: undefined,
    stopping: undefined,
    cancelling: false,
    action: 0,
    output: null,
    error: opening.error ?? parent?.error,
  }
  state.instances.set(path, instance)
  const entries = opening.entries ?? scope.entries
  for (const wire of opening.entries === undefined ? scope.never : unreachedWires(scope, entries)) {
    instance.wires[wire.index] = wireDead
    if (!wire.back) instance.open[wire.to.index] = (instance.open[wire.to.index] ?? 0) - 1
    else {
      const loop = instance.loops.find(candidate => candidate.plan.backs.includes(wire))
      if (loop !== undefined) loop.undecided--
    }
  }
  state.idle.add(instance)
  for (const entry of entries) reachEntry(state, instance, entry)
  return instance
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0)
}

function pathOf({ parent, name, index }: OpeningPlace): string {
  if (parent === undefined) return name === "steps" ? "" : `!${name}`
  const { instance, step, number } = parent
  const around = instance.path === "" ? "" : `${instance.path}/`
  return `${around}${step.id}${name === "steps" ? "" : `.${name}`}[${index}]#${number}`
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
  state.idle.add(instance)
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
  const [instance] = state.idle
  if (instance === undefined) return false
  state.idle.delete(instance)
  if (instance.status !== "running" || instance.active.size > 0) return true
  const goesOn = !instance.cancelling && instance.stopping === undefined
  if ((goesOn && followNext(state, instance)) || instance.coming.size > 0) return true
  const ended = instance.cancelling ? "cancelled" : instance.stopping !== undefined ? "failed" : "completed"
  if (ended === "completed") {
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

function closingTexts({ parent, name }: Instance): { readonly inside: JsonMap; readonly output?: Json } {
  if (parent === undefined || name !== "steps") return { inside: {} }
  const { inside, spec } = parent.step
  return { inside, ...(spec.output === undefined ? {} : { output: spec.output }) }
}

/** The value of the last completed step that has no live wire; of each branch, where there are branches. */
function outputOf(instance: Instance): Json {
  const values = lastOf(instance).map(visit => (visit === undefined ? null : outputValue(visit)))
  return instance.scope.branches ? values : (values[0] ?? null)
}

/** The visits whose value is the instance's: one, or one of each branch where there are branches. */
export function lastOf(instance: Instance): readonly (Visit | undefined)[] {
  const { scope } = instance
  if (!scope.branches) return [lastIn(instance, scope.steps)]
  return scope.entries.map(entry => {
    const branch = new Set([entry])
    for (const step of branch) for (const wire of step.out) branch.add(wire.to)
    return lastIn(instance, branch)
  })
}

function lastIn(instance: Instance, steps: Iterable<StepPlan>): Visit | undefined {
  let last: Visit | undefined
  for (const step of steps) {
    const visit = instance.visits[step.index]?.at(-1)
    if (visit?.outlets === undefined || visit.live) continue
    if (last === undefined || visit.endedBy > last.endedBy) last = visit
  }
  return last
}

/** The value of the first used outlet, in the order of the step's kind. */
export function outputValue(visit: Visit): Json {
  return visit.outlets === undefined ? null : firstValue(visit.outlets, visit.step.outlets)
}

/** The value of the first of these outlets that was used. */
export function firstValue(outlets: JsonMap, order: readonly string[]): Json {
  for (const outlet of order) {
    const value = own(outlets, outlet)
    if (value !== undefined) return value
  }
  return Object.values(outlets)[0] ?? null
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

const nothing: number[] = []
const noVisits = new Set<Visit>()
const noneComing = new Set<Coming>()

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
  instance.waits = []
  instance.carried = []
  instance.loops = []
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

/** Cancels what runs inside a step that steers. */
export function cancelChildren(state: RunState, visit: Visit): void {
  for (const child of [...(visit.steering?.running ?? [])]) cancelInstance(state, child)
}

/** Opens one more instance inside a step that steers. */
export function openChild(
  state: RunState,
  visit: Visit,
  name: ScopeName,
  gives: JsonMap | undefined,
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
  const instance = openInstance(state, { scope, parent: visit, name, index, gives })
  steering.running.add(instance)
  if (visit.cancelled && name !== "always") cancelInstance(state, instance)
  return instance
}

/** Names the timer of a step that steers. */
export function limitName(visit: Visit): string {
  return `${visitName(visit)}.limit`
}
