import type { Json, JsonMap } from "../../lib/json.ts"
import { type Problem, withPlace } from "../../model/problems.ts"
import type { RouteAction } from "./action.ts"
import { ask, settle } from "./asking.ts"
import { leadsNowhere } from "./narrow.ts"
import { milliseconds, type StepPlan, type WirePlan } from "./plan.ts"
import { addComing } from "./quietInstance.ts"
import type { Coming, Instance, RunState, Visit, VisitStatus } from "./state.ts"
import { becomeIdle, calm, stir } from "./stir.ts"
import { clearTimer, setTimer } from "./timers.ts"
import { setVariables } from "./variables.ts"
import { placeOf, visitName } from "./whereabouts.ts"

/*
 * How a visit leaves. It has outlets with values; their wires are decided in file order, those with conditions by
 * the loop's answer, and the visit has ended. One that failed first decides its failure wires alone: if one of
 * them is taken the failure is handled, otherwise `onError` has the word.
 *
 *     completed ──▶ routing ──▶ wires live or dead
 *     failed ──▶ failure wires ──┬─ one live ──▶ handled
 *                                └─ none ──▶ onError: stop | continue | default
 */

/** What leaves with a completion besides the outlets. */
export interface Leaving {
  readonly variables?: JsonMap | undefined
  readonly memory?: Json | undefined
  readonly origins?: Visit["origins"]
}

/** The visit leaves by these outlets. */
export function completeVisit(
  state: RunState,
  visit: Visit,
  outlets: JsonMap,
  { variables, memory, origins }: Leaving = {},
): void {
  visit.outlets = usedOutlets(visit.step, outlets)
  visit.origins = origins
  if (variables !== undefined) writeVariables(state, visit, variables)
  remember(state, visit, memory)
  route(state, visit)
}

/**
 * Writes variables of the run, as a map of their own each time: whoever knows a map by its identity (what the sandbox
 * was sent, what a condition read) knows its content. A fork takes over what the visit wrote.
 */
export function writeVariables(state: RunState, visit: Visit, variables: JsonMap): void {
  visit.variables = visit.variables === undefined ? variables : { ...visit.variables, ...variables }
  state.variables = { ...state.variables }
  setVariables(state, variables)
}

/** The step remembers the value from now on: nothing changes where there is none. */
export function remember(state: RunState, visit: Visit, memory: Json | undefined): void {
  if (memory === undefined) return
  visit.memory = memory
  if (visit.step.kind.remembers === "run") {
    state.memory.set(visit.step, memory)
    return
  }
  visit.instance.memory ??= new Map()
  visit.instance.memory.set(visit.step, memory)
}

/** The visit ends without having run: none of its wires is taken. */
export function endUnrun(state: RunState, visit: Visit, status: VisitStatus): void {
  const { instance, step } = visit
  visit.status = status
  visit.endedAt = state.now
  visit.endedBy = state.events
  for (const wire of step.out) kill(state, instance, wire)
  calm(state, instance, step)
  if (instance.active.size === 0) becomeIdle(state, instance)
}

/** The run goes no further than this: the visit, which was entered, is left out. */
export function leaveOut(state: RunState, visit: Visit): void {
  visit.timer = clearTimer(state, visit.timer)
  visit.instance.active.delete(visit)
  endUnrun(state, visit, "left_out")
}

/** The outlets that are used: a step that divides a list does not use one whose list is empty. */
export function usedOutlets(step: StepPlan, outlets: JsonMap): JsonMap {
  return step.kind.divides === true && step.spec.emptyOutlets !== true ? filled(outlets) : outlets
}

function filled(outlets: JsonMap): JsonMap {
  const entries = Object.entries(outlets).filter(([, value]) => !(Array.isArray(value) && value.length === 0))
  return Object.fromEntries(entries)
}

/**
 * The visit fails for good: no attempt follows. `onError` excuses it unless the scope is to stop, even where the
 * failure is wired or else only where it is not: a cycle that fails for want of visits must not go on by failing.
 */
export function failVisit(
  state: RunState,
  visit: Visit,
  problem: Problem,
  stops: "never" | "unless wired" | "stop" = "never",
): void {
  const placed = withPlace(problem, { step: visit.step.id, visit: visit.number, ...problem.at })
  visit.problem = placed
  visit.taken = undefined
  visit.inexcusable = stops !== "never"
  if (stops !== "stop" && visit.step.out.some(wire => wire.outlet === "failure")) {
    visit.failing = true
    visit.outlets = { failure: placed as unknown as Json }
    route(state, visit)
  } else leaveUnhandled(state, visit)
}

/** The visit fails as it did in another run, where nothing excused it. */
export function failAgain(state: RunState, visit: Visit, problem: Problem): void {
  visit.problem = problem
  endVisit(state, visit, "failed")
  state.consequences.push({ type: "stop", instance: visit.instance, problem })
}

function leaveUnhandled(state: RunState, visit: Visit): void {
  const onError = visit.inexcusable ? "stop" : (visit.step.spec.onError ?? "stop")
  visit.failing = false
  if (onError === "stop") {
    visit.outlets = undefined
    endVisit(state, visit, "failed")
    if (visit.problem !== undefined) {
      state.consequences.push({ type: "stop", instance: visit.instance, problem: visit.problem })
    }
    return
  }
  const first = visit.step.outlets[0] ?? "success"
  visit.outlets = { [first]: onError === "continue" ? null : onError.default }
  route(state, visit)
}

/** Decides the wires of the used outlets, once their conditions are known. */
function route(state: RunState, visit: Visit): void {
  if (visit.step.plain && !visit.failing && visit.taken === undefined && visit.reused === undefined) {
    routePlainly(state, visit)
    return
  }
  visit.status = "routing"
  if (visit.reused?.taken !== undefined) {
    decideWires(state, visit, visit.reused.taken)
    return
  }
  const wires: RouteAction["wires"][number][] = []
  for (const wire of visit.step.out) {
    if (!uses(visit, wire) || visit.taken !== undefined) continue
    const { when, after, at } = wire.spec
    const asked = {
      ...(typeof when === "string" && when !== "else" ? { when } : {}),
      ...(after !== undefined && milliseconds(after) === undefined ? { after } : {}),
      ...(at === undefined ? {} : { at }),
    }
    if (when !== false && Object.keys(asked).length > 0) wires.push({ wire: wire.place, ...asked })
  }
  if (wires.length === 0) {
    decideWires(state, visit, [])
    return
  }
  visit.action = ask(state, { type: "route", ...placeOf(visit), wires })
}

/** The common case: wires that wait for nothing, of a visit that did not fail. */
function routePlainly(state: RunState, visit: Visit): void {
  const { instance, step } = visit
  for (const wire of step.out) {
    if (!uses(visit, wire)) kill(state, instance, wire)
    else {
      visit.live = true
      state.consequences.push({ type: "live", instance, wire, visit })
    }
  }
  endVisit(state, visit, visit.problem === undefined ? "completed" : "failed")
}

function uses(visit: Visit, wire: WirePlan): boolean {
  return visit.outlets !== undefined && Object.hasOwn(visit.outlets, wire.outlet)
}

/** Takes the wires whose conditions hold, and lets the others die. */
export function decideWires(
  state: RunState,
  visit: Visit,
  taken: readonly number[],
  delays: readonly { readonly wire: number; readonly until: number }[] = [],
): void {
  visit.action = settle(state, visit.action)
  const { instance, step, failing } = visit
  const fired = new Set(taken)
  const conditionHolds = (wire: WirePlan): boolean => {
    const { when } = wire.spec
    if (when === undefined) return true
    if (typeof when === "boolean") return when
    return when === "else" ? !elseIsShut(wire) : fired.has(wire.place)
  }
  const elseIsShut = (wire: WirePlan) =>
    step.out.some(
      sibling =>
        sibling.outlet === wire.outlet &&
        sibling.spec.when !== undefined &&
        sibling.spec.when !== "else" &&
        conditionHolds(sibling),
    )
  const dead: WirePlan[] = []
  const unused: WirePlan[] = []
  let live = 0
  for (const wire of step.out) {
    if (!uses(visit, wire)) unused.push(wire)
    else if (visit.reused?.taken !== undefined) {
      if (!fired.has(wire.place)) dead.push(wire)
      else {
        live++
        launch(state, visit, wire, undefined)
      }
    } else if (visit.taken === undefined ? !conditionHolds(wire) : wire !== visit.taken) dead.push(wire)
    else {
      live++
      const delay = delays.length === 0 ? undefined : delays.find(({ wire: place }) => place === wire.place)
      launch(state, visit, wire, delay)
    }
  }
  const open = failing ? unused : mayBlock(visit) ? unused.filter(wire => wire.outlet === "blocked") : []
  for (const wire of dead) kill(state, instance, wire)
  if (open.length < unused.length)
    for (const wire of unused) if (!open.includes(wire)) kill(state, instance, wire)
  if (failing && live === 0) leaveUnhandled(state, visit)
  else if (visit.coming === 0 || (!failing && open.length === 0)) finishRouting(state, visit)
}

function kill(state: RunState, instance: Instance, wire: WirePlan): void {
  state.consequences.push({ type: "dead", instance, wire })
}

/** Whether a validator may refuse one of its wires, and a wire of its own is there for that. */
function mayBlock(visit: Visit): boolean {
  return visit.coming > 0 && visit.step.out.some(wire => wire.outlet === "blocked")
}

/** A taken wire goes live: at once, or after its delay and its validators. */
function launch(
  state: RunState,
  visit: Visit,
  wire: WirePlan,
  delay: { readonly until: number } | undefined,
): void {
  const { instance } = visit
  const { after, at, validate } = wire.spec
  const waits = after !== undefined || at !== undefined
  const isDecided =
    visit.taken !== undefined || visit.reused?.taken !== undefined || leadsNowhere(state.narrow, visit, wire)
  if (isDecided || (!waits && (validate === undefined || validate.length === 0))) {
    visit.live = true
    state.consequences.push({ type: "live", instance, wire, visit })
    return
  }
  const coming: Coming = { instance, wire, visit, validator: 0, task: undefined, action: 0, timer: undefined }
  addComing(instance, coming)
  visit.coming++
  stir(instance, wire.to)
  if (waits) {
    const until = delay?.until ?? state.now + (milliseconds(after) ?? 0)
    coming.timer = setTimer(state, `${visitName(visit)}.wire${wire.place}`, until, () =>
      state.consequences.push({ type: "advance", coming }),
    )
  } else state.consequences.push({ type: "advance", coming })
}

/** A delayed or validated wire has come through, or was blocked: what waited for that goes on. */
export function wireCame(state: RunState, coming: Coming, blocked: string | undefined): void {
  const { instance, wire, visit } = coming
  visit.coming--
  coming.timer = clearTimer(state, coming.timer)
  coming.action = settle(state, coming.action)
  instance.coming.delete(coming)
  if (instance.active.size === 0) becomeIdle(state, instance)
  if (blocked === undefined) {
    visit.live = true
    state.consequences.push({ type: "live", instance, wire, visit })
  } else {
    visit.blocked ??= []
    visit.blocked.push({ wire: wire.place, say: blocked })
    kill(state, instance, wire)
  }
  calm(state, instance, wire.to)
  if (visit.coming > 0 || visit.status !== "routing") return
  if (visit.failing && !visit.live) {
    leaveUnhandled(state, visit)
    return
  }
  finishRouting(state, visit)
}

/** All wires are decided but those of `blocked`, and of the outlets that a handled failure does not use. */
function finishRouting(state: RunState, visit: Visit): void {
  const { instance, step } = visit
  if (visit.failing) {
    for (const wire of step.out) if (wire.outlet !== "failure") kill(state, instance, wire)
  } else if (visit.blocked !== undefined) {
    const [first] = visit.blocked
    visit.outlets = { ...visit.outlets, blocked: { say: first?.say ?? "" } }
    for (const wire of step.out) {
      if (wire.outlet !== "blocked") continue
      if (wire.spec.when === undefined) state.consequences.push({ type: "live", instance, wire, visit })
      else kill(state, instance, wire)
    }
  } else {
    for (const wire of step.out)
      if (wire.outlet === "blocked" && !uses(visit, wire)) kill(state, instance, wire)
  }
  visit.failing = false
  endVisit(state, visit, visit.problem === undefined ? "completed" : "failed")
}

/** The visit has ended: nothing of it is under way any more. */
export function endVisit(state: RunState, visit: Visit, status: VisitStatus): void {
  const { instance } = visit
  if (!instance.active.delete(visit)) return
  visit.status = status
  visit.endedAt = state.now
  visit.endedBy = state.events
  visit.action = settle(state, visit.action)
  visit.timer = clearTimer(state, visit.timer)
  calm(state, instance, visit.step)
  if (instance.active.size === 0) becomeIdle(state, instance)
}
