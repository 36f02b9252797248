import type { Json } from "../../lib/json.ts"
import type { Reach } from "../../model/narrow.ts"
import { ask } from "./asking.ts"
import { nameOf } from "./cassette.ts"
import type { EventOf } from "./event.ts"
import { endOf, entriesAtEnd, narrowOf, outputOfNarrow } from "./narrow.ts"
import { pauseRun, resumeRun, setBreakpoints, tasksUnderWay } from "./pausing.ts"
import type { ScopePlan } from "./plan.ts"
import { keepHanded } from "./records.ts"
import { runProblem } from "./runProblems.ts"
import { cancelInstance, openInstance } from "./scopes.ts"
import { passOver } from "./slots.ts"
import type { Instance, RunState } from "./state.ts"
import { taskCut } from "./tasks.ts"
import { clearTimer, setTimer } from "./timers.ts"

/*
 * The run as a whole: it begins at its root scope, and ends by way of `failure` and `always`.
 *
 *     steps ──┬─ completed ────────────▶ always ──▶ end
 *             ├─ failed ──▶ failure ───▶ always ──▶ end (failed, handled or not)
 *             └─ cancelled ────────────▶ always ──▶ end
 */

/** How long what is always done may take once the run was cancelled. */
const alwaysLimit = 30_000
/** How often a run may be taken over in a row, with nothing of it done in between, before it is parked. */
const mostTakeovers = 3

/** The run begins. */
export function startRun(state: RunState, event: EventOf<"run.started">): void {
  const { plan } = state
  state.phase = "running"
  state.run = event.run
  state.seed = event.seed
  state.inputs = event.inputs
  state.trigger = event.trigger
  state.timezone = event.timezone
  state.entries = event.entries
  state.startedAt = event.at
  state.mode = event.mode ?? "live"
  state.models = event.models ?? "simulated"
  state.past = event.past
  if (event.budget !== undefined) state.raised.set("", event.budget)
  state.workflow = event.workflow
  state.standIns = event.standIns ?? {}
  setBreakpoints(state, event.breakpoints ?? [])
  keepHanded(state, "", event)
  if (event.fork !== undefined) {
    state.kept = new Map(event.fork.kept.map(kept => [nameOf(kept), kept]))
    for (const kept of event.fork.kept) {
      if (kept.call === undefined) continue
      const caller = nameOf({ ...kept, call: undefined })
      state.keptCalls.set(caller, [...(state.keptCalls.get(caller) ?? []), kept])
    }
  }
  state.narrow = narrowOf(event)
  const entries = event.entries?.flatMap(id => plan.main.byId.get(id) ?? [])
  const root = openInstance(state, {
    scope: plan.main,
    name: "steps",
    index: 0,
    entries: entries?.length === 0 ? undefined : entries,
  })
  state.narrow?.depths.set(root, 0)
}

/** A root scope has ended: the next begins, or the run asks to end. */
export function rootClosed(state: RunState, instance: Instance): void {
  const { plan, narrow } = state
  const end = endOf(narrow)
  if (instance.name === "steps" || end !== undefined) {
    state.output = narrow === undefined ? instance.output : outputOfNarrow(narrow, instance)
    state.result =
      state.end?.status ??
      (state.cancelling ? "cancelled" : instance.status === "failed" ? "failed" : "completed")
    state.problem = state.end?.problem ?? instance.stopping
  }
  if (end !== undefined) {
    if (instance.name === "steps" && state.result === "completed" && beginEnd(state, end)) return
    askEnd(state)
    return
  }
  if (instance.name === "steps" && state.result === "failed" && plan.failure !== undefined) {
    openRoot(state, plan.failure, "failure")
    return
  }
  if (instance.name === "always") {
    if (instance.status === "failed" && state.result === "completed") {
      state.result = "failed"
      state.problem = instance.stopping
    }
    askEnd(state)
    return
  }
  if (state.cancelling) state.result = "cancelled"
  if (plan.always === undefined || state.isCutShort) {
    askEnd(state)
    return
  }
  openRoot(state, plan.always, "always")
  if (state.cancelling) limitAlways(state)
}

/** Of what is done at the end, begins the one scope for which a narrow run is; whether there is one. */
function beginEnd(state: RunState, { scope: name, error }: NonNullable<Reach["end"]>): boolean {
  const { plan, narrow } = state
  const scope = name && plan[name]
  if (name === undefined || scope === undefined || narrow === undefined) return false
  const entries = entriesAtEnd(narrow, scope)
  narrow.depths.set(openInstance(state, { scope, name, index: 0, error, entries }), 1)
  return true
}

function openRoot(state: RunState, scope: ScopePlan, name: "failure" | "always"): void {
  openInstance(state, { scope, name, index: 0, error: state.problem })
}

function limitAlways(state: RunState): void {
  setTimer(state, "always", state.now + alwaysLimit, () => {
    const always = state.instances.get("!always")
    if (always !== undefined) cancelInstance(state, always)
  })
}

function askEnd(state: RunState): void {
  const { end, problem, plan, narrow } = state
  const status = state.result ?? "completed"
  const said = end?.output
  const cause = status === "cancelled" ? (problem ?? runProblem("cancelled")) : problem
  const output: Json | undefined = status === "completed" ? (said ?? state.output) : undefined
  const evaluates =
    status === "completed" && said === undefined && narrow === undefined && plan.workflow.output !== undefined
  ask(state, {
    type: "end",
    event: {
      type: "run.ended",
      at: state.now,
      status,
      ...(output === undefined || evaluates ? {} : { output }),
      ...(cause === undefined || status === "completed" ? {} : { problem: cause }),
    },
    ...(evaluates ? { output: plan.workflow.output } : {}),
  })
}

/** The run has ended: nothing is outstanding any more. */
export function endRun(state: RunState, event: EventOf<"run.ended">): void {
  state.phase = "ended"
  state.result = event.status
  state.output = event.output
  state.problem = event.problem
  for (const name of [...state.timers.keys()]) clearTimer(state, name)
  state.firstAction += state.actions.length
  state.actions = []
}

/** Cancels what runs; asked again, also what is always done at the end. */
export function cancelRun(state: RunState): void {
  state.stops = []
  if (state.phase === "paused") resumeRun(state)
  state.isCutShort = state.cancelling
  state.cancelling = true
  // Where one step of what is done at the end is all that the run is for, it stops like any other.
  const isForEnd = endOf(state.narrow)?.scope !== undefined
  for (const name of ["", "!failure", ...(isForEnd ? ["!always"] : [])]) {
    const instance = state.instances.get(name)
    if (instance !== undefined) cancelInstance(state, instance)
  }
  if (isForEnd) return
  if (!state.isCutShort) {
    if (state.instances.has("!always")) limitAlways(state)
    return
  }
  for (const instance of state.instances.opened())
    if (instance.name === "always") cancelInstance(state, instance)
}

/** Another owner goes on: what was cut is attempted again or in doubt. A run that only ever crashes is parked. */
export function takeOverRun(state: RunState, until: number): void {
  state.takeovers = isResting(state) ? 0 : state.takeovers + 1
  passOver(state, until)
  for (const task of tasksUnderWay(state)) taskCut(state, task, until)
  if (state.takeovers >= mostTakeovers) pauseRun(state, "parked")
}

/** Whether all that is outstanding is a wait: tabs that close meanwhile say nothing against the run. */
function isResting(state: RunState): boolean {
  return state.actions.every(
    action =>
      action === null || action.type === "wake" || action.type === "listen" || action.type === "watch",
  )
}
