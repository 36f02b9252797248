import { formatDuration } from "../../lib/durations.ts"
import { isMap, type Json, type JsonMap, own } from "../../lib/json.ts"
import { effectBy } from "../../model/effects.ts"
import type { Problem } from "../../model/problems.ts"
import type { Difference } from "../../model/recording.ts"
import type { Effect, Wait } from "../../model/step.ts"
import type { StartAction } from "./action.ts"
import { ask } from "./asking.ts"
import { callEnded, limitOfCall, mayNotCall, stopCalls } from "./calls.ts"
import type { Decision } from "./event.ts"
import type { ValidatorPlan } from "./plan.ts"
import { keepChoices, taskName } from "./records.ts"
import { chanceOf, retryDelay } from "./retries.ts"
import { runProblem } from "./runProblems.ts"
import { isLending, leaveSlot, takeSlot, takeTurn } from "./slots.ts"
import type { RunState, Task, Visit } from "./state.ts"
import { clearTimer, setTimer } from "./timers.ts"
import { completeVisit, failVisit, type Leaving, remember, writeVariables } from "./visits.ts"
import { placeOfTask, visitName } from "./whereabouts.ts"

/*
 * A task is what is attempted: the step itself, one item of its `each`, a validator, or a call (`calls.ts`). It waits for a slot, is
 * handed to the loop, and comes to an outcome; between two attempts, and while it waits for the world, it holds no
 * slot. Its key stays the same through all attempts.
 *
 *     queued ─▶ handed ─▶ started ─┬─▶ done            ┌─ a person decides
 *        ▲                         ├─▶ waiting ─▶ done │
 *        └──── retrying ◀──────────┴─▶ failed     in doubt
 */

/** Makes a task that waits for a slot. */
export function newTask(
  state: RunState,
  visit: Visit,
  parts: Partial<Pick<Task, "number" | "item" | "guards" | "called">>,
): Task {
  const name = visitName(visit)
  const item = parts.number === undefined ? "" : `.${parts.number}`
  const ordinal = parts.called === undefined ? item : `${item}~${parts.called.name}`
  return {
    visit,
    number: parts.number,
    item: parts.item,
    guards: parts.guards,
    called: parts.called,
    lending: undefined,
    status: "queued",
    attempt: 1,
    key: state.kept?.get(`${name}${ordinal}`)?.key ?? `${keyedBy(state)}:${name}${ordinal}`,
    effect: undefined,
    input: undefined,
    outlets: undefined,
    problem: undefined,
    wait: undefined,
    differs: undefined,
    tries: [],
    action: 0,
    timer: undefined,
    endedBy: 0,
  }
}

/** Whose keys these are: what a replay asks is found by what was asked, with the keys that it had then. */
function keyedBy({ mode, past, run }: RunState): string {
  return mode === "replay" && past !== undefined ? past.of : run
}

/** Lets the task wait for a slot; where one is free it starts before whatever is asked for after it. */
export function queueTask(state: RunState, task: Task): void {
  task.status = "queued"
  state.queue.push(task)
  showStatus(task)
  fillSlots(state)
}

/** Hands queued tasks to the loop while slots are free. */
export function fillSlots(state: RunState): void {
  if (state.phase !== "running") return
  while (state.busy < state.plan.parallel && state.queue.length > 0) {
    const task = state.queue.take()
    if (task?.status === "queued" && takeTurn(state, task)) hand(state, task)
  }
}

function hand(state: RunState, task: Task): void {
  const { visit, number, input } = task
  const { spec } = visit.step
  const called = calledBy(task)
  if (!isLending(task)) takeSlot(state)
  task.status = "handed"
  if (task.called !== undefined) task.called.began = state.now
  const action: Writable<StartAction> = {
    type: "start",
    seq: 0,
    in: visit.instance.path,
    step: visit.step.id,
    visit: visit.number,
    kind: called?.kind ?? spec.kind,
    attempt: task.attempt,
    key: task.key,
    with: called?.with ?? spec.with ?? {},
  }
  if (number !== undefined) action.task = number
  if (input !== undefined) action.input = input
  if (task.called !== undefined) {
    action.call = task.called.name
    const limit = limitOfCall(task.called)
    if (limit !== undefined) action.limit = limit
  } else if (called === undefined) {
    if (spec.timeout !== undefined) action.timeout = spec.timeout
    if (visit.items !== undefined && number !== undefined) {
      action.item = task.item ?? null
      action.index = number
    }
  }
  task.action = ask(state, action)
  showStatus(task)
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** What is attempted in place of the visit's own step. */
function calledBy(task: Task): { readonly kind: string; readonly with: JsonMap } | undefined {
  const { called, input } = task
  return called === undefined ? validatorOf(task) : { kind: called.kindName, with: (input ?? {}) as JsonMap }
}

/** The step that the task calls to validate a wire. */
function validatorOf({ guards }: Task): Extract<ValidatorPlan, { kind: string }> | undefined {
  const planned = guards?.coming.wire.validators[guards.validator]
  return planned !== undefined && "kind" in planned ? planned : undefined
}

/** The visit shows how its one task stands. */
function showStatus(task: Task): void {
  if (task.number !== undefined || task.called !== undefined) return
  const { status, visit } = task
  if (status === "queued" || status === "handed") visit.status = "ready"
  else if (status === "started" || status === "stopping") visit.status = "running"
  else if (status === "waiting" || status === "in_doubt" || status === "retrying") visit.status = status
}

/** The intent of an attempt is on record. */
export function taskStarted(
  state: RunState,
  task: Task,
  { attempt, effect, input }: { attempt: number; effect: Effect; input?: Json | undefined },
): void {
  if (task.status === "queued") {
    if (!isLending(task)) takeSlot(state)
  } else if (task.status !== "handed") return
  task.status = "started"
  task.attempt = attempt
  task.effect = effect
  if (input !== undefined) {
    task.input = input
    if (task.number === undefined && task.called === undefined) task.visit.input = input
  }
  showStatus(task)
}

/** The attempt came to its end: the task is done. */
export function taskDone(state: RunState, task: Task, outlets: JsonMap, leaving: Leaving = {}): void {
  leaveSlot(state, task)
  stopCalls(state, task)
  task.status = "done"
  task.outlets = outlets
  if (task.called !== undefined) {
    if (leaving.variables !== undefined) writeVariables(state, task.visit, leaving.variables)
    callEnded(state, task)
    return
  }
  if (task.guards !== undefined) {
    judged(state, task)
    return
  }
  if (task.visit.cancelled) state.consequences.push({ type: "stopped", task })
  else if (task.number === undefined) completeVisit(state, task.visit, outlets, leaving)
  else {
    if (leaving.variables !== undefined) writeVariables(state, task.visit, leaving.variables)
    if (task.visit.step.kind.remembers === "run") remember(state, task.visit, leaving.memory)
    state.consequences.push({ type: "item", task })
  }
}

/** The attempt failed: another follows after a while, or the task has failed. */
export function taskFailed(state: RunState, task: Task, problem: Problem, final: boolean): void {
  const { visit } = task
  const stopping = task.status === "stopping"
  leaveSlot(state, task)
  stopCalls(state, task)
  const effect = task.effect ?? plannedEffect(task)
  const delay =
    final || stopping || visit.cancelled || task.guards !== undefined || isOutOfTime(task)
      ? undefined
      : retryDelay(task.called === undefined ? visit.step.spec.retry : task.called.retry, problem, {
          effect,
          tries: task.tries,
          chance: () => chanceOf(state.seed, `${task.key}@${task.attempt}`),
        })
  task.problem = problem
  if (delay !== undefined) {
    task.status = "retrying"
    task.attempt++
    task.timer = setTimer(state, `${taskName(task)}.retry`, state.now + delay, () => queueTask(state, task))
    showStatus(task)
    return
  }
  task.status = "failed"
  if (task.called !== undefined) {
    callEnded(state, task)
    return
  }
  if (task.guards !== undefined) {
    judged(state, task)
    return
  }
  if (visit.cancelled) state.consequences.push({ type: "stopped", task })
  else if (task.number === undefined) failVisit(state, visit, problem)
  else state.consequences.push({ type: "item", task })
}

/** The next attempt is made now, and not after the pause that its policy says. */
export function hurryTask(state: RunState, task: Task): void {
  if (task.status !== "retrying") return
  task.timer = clearTimer(state, task.timer)
  queueTask(state, task)
}

/** The effect that the file says, where its parameters are literal, or that the call says. */
function plannedEffect({ visit: { step }, called, input }: Task): Effect {
  if (called !== undefined) return effectBy(called.kind.effect, input)
  return effectBy(step.kind.effect, step.spec.with ?? {})
}

/** The attempt rests until something comes: it holds no slot, and remembers what it says at once. */
export function taskWaits(state: RunState, task: Task, wait: Wait, memory?: Json): void {
  if (task.called === undefined) remember(state, task.visit, memory)
  leaveSlot(state, task)
  stopCalls(state, task)
  task.status = "waiting"
  task.wait = wait
  if (wait.for === "person" || wait.for === "grant") state.asking.add(task)
  const { timeout } = task.called ?? task.visit.step
  const until = "until" in wait ? wait.until : undefined
  const isUnlimited = timeout === undefined || wait.for === "time" || wait.for === "grant"
  const limit = isUnlimited ? undefined : state.now + timeout
  const due = until === undefined ? limit : limit === undefined ? until : Math.min(until, limit)
  if (wait.for !== "time")
    task.action = ask(state, { type: "listen", ...placeOfTask(task), key: task.key, wait })
  if (due !== undefined) {
    task.timer = setTimer(state, `${taskName(task)}.wait`, due, () => waitIsOver(state, task, due))
  }
  showStatus(task)
}

function waitIsOver(state: RunState, task: Task, due: number): void {
  const { step, incoming, startedAt } = task.visit
  if (task.wait?.for === "time") {
    const came = task.called === undefined ? incoming : undefined
    const value = came === undefined ? null : (own(came.visit.outlets, came.wire.outlet) ?? null)
    taskDone(state, task, { [firstOutlet(task)]: value })
    return
  }
  if ((task.called ?? step).outlets.includes("timeout")) {
    taskDone(state, task, { timeout: null })
    return
  }
  const limit = formatDuration(Math.max(0, due - startedAt))
  taskFailed(state, task, runProblem("timed_out", { step: step.id, limit }), true)
}

function firstOutlet({ called, visit }: Task): string {
  return (called ?? visit.step).outlets[0] ?? "success"
}

/** It is a call, and its attempts have had all the time that they were given together. */
function isOutOfTime({ called }: Task): boolean {
  return called !== undefined && limitOfCall({ ...called, timeout: undefined }) === 0
}

/** What the task waited for came. */
export function taskAnswered(
  state: RunState,
  task: Task,
  answer: {
    readonly outlet?: string | undefined
    readonly value?: Json | undefined
    readonly problem?: Problem | undefined
  },
): void {
  if (task.status !== "waiting") return
  if (answer.problem !== undefined) {
    taskFailed(state, task, answer.problem, true)
    return
  }
  if (task.wait?.for === "grant") {
    leaveSlot(state, task)
    queueTask(state, task)
    return
  }
  taskDone(state, task, { [answer.outlet ?? firstOutlet(task)]: answer.value ?? null })
}

/**
 * Nobody can tell whether the effect happened: `onDoubt` decides, or a person. What the task stopped short of is for
 * a person alone to decide.
 */
export function taskDoubted(
  state: RunState,
  task: Task,
  problem: Problem | undefined,
  differs?: readonly Difference[],
): void {
  leaveSlot(state, task)
  stopCalls(state, task)
  task.status = "in_doubt"
  task.problem = problem
  task.differs = differs
  if (task.called !== undefined && mayNotCall(task.called.caller)) {
    callEnded(state, task)
    return
  }
  if (task.visit.cancelled) {
    state.consequences.push({ type: "stopped", task })
    return
  }
  showStatus(task)
  state.asking.add(task)
  if (differs !== undefined) return
  const { step } = task.visit
  const onDoubt = step.spec.onDoubt ?? "ask"
  if (onDoubt === "retry") decideTask(state, task, { type: "retry" })
  else if (onDoubt === "fail") decideTask(state, task, { type: "fail" })
  else if (onDoubt !== "ask" && task.called === undefined)
    decideTask(state, task, { type: "done", outlets: { [firstOutlet(task)]: onDoubt.done } })
}

/** A step in doubt is tried again with its key, marked done, or failed. */
export function decideTask(state: RunState, task: Task, decision: Decision): void {
  if (task.status !== "in_doubt") return
  task.differs = undefined
  state.asking.delete(task)
  if (decision.type === "retry") {
    keepChoices(state, decision.choices ?? {})
    queueTask(state, task)
    return
  }
  if (decision.type === "done") {
    taskDone(state, task, decision.outlets)
    return
  }
  const problem = decision.problem ?? task.problem ?? runProblem("said_failed", { step: task.visit.step.id })
  taskFailed(state, task, problem, true)
}

/** The attempt stopped of its own accord, and is made again once the run goes on. */
export function holdTask(state: RunState, task: Task): void {
  if (task.status === "stopping") {
    taskStopped(state, task)
    return
  }
  leaveSlot(state, task)
  if (task.status !== "queued") queueTask(state, task)
}

/** A crash cut the attempt: what is safe to repeat is attempted again, and does not count twice. */
export function taskCut(state: RunState, task: Task, until: number): void {
  if (task.status === "handed") {
    leaveSlot(state, task, "ended", until)
    queueTask(state, task)
    return
  }
  if (task.status === "stopping") {
    taskStopped(state, task)
    return
  }
  if (task.status !== "started") return
  const isRepeatable = task.called === undefined && task.visit.step.spec.repeatable === true
  if (task.effect === "once" && !isRepeatable) {
    taskDoubted(state, task, undefined)
    return
  }
  leaveSlot(state, task, "ended", until)
  queueTask(state, task)
}

function judged(state: RunState, task: Task): void {
  const { guards } = task
  if (guards === undefined) return
  const { passed, say } = verdict(task)
  state.consequences.push({ type: "validated", coming: guards.coming, passed, say })
}

/** A validator says yes by the first outlet of its kind, and why by what leaves there. */
function verdict(task: Task): { readonly passed: boolean; readonly say: string | undefined } {
  if (task.outlets === undefined) return { passed: false, say: task.problem?.message }
  const yes = validatorOf(task)?.yes ?? "success"
  const [value] = Object.values(task.outlets)
  const why = isMap(value) ? (own(value, "why") ?? own(value, "say")) : undefined
  return { passed: Object.hasOwn(task.outlets, yes), say: typeof why === "string" ? why : undefined }
}

/** Stops the task: at once where nothing is under way, else by asking the attempt to stop. */
export function stopTask(state: RunState, task: Task): void {
  if (isOver(task) || task.status === "stopping") return
  if (task.status === "started") {
    task.status = "stopping"
    stopCalls(state, task)
    ask(state, { type: "abort", ...placeOfTask(task) })
    return
  }
  leaveSlot(state, task)
  task.status = "stopped"
  stopCalls(state, task)
  callEnded(state, task)
}

/** The attempt that was asked to stop did. */
export function taskStopped(state: RunState, task: Task): void {
  leaveSlot(state, task)
  task.status = "stopped"
  stopCalls(state, task)
  callEnded(state, task)
  if (task.called === undefined) state.consequences.push({ type: "stopped", task })
}

/** Whether nothing more will come of the task. */
export function isOver({ status }: Task): boolean {
  return status === "done" || status === "failed" || status === "stopped"
}
