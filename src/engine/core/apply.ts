import { settle, trimActions } from "./asking.ts"
import { takeCall } from "./calls.ts"
import { advanceComing, comingAt, validated } from "./coming.ts"
import { beginSteering, beginVisit, enterStep, skipStep, steer, takeLaps } from "./enter.ts"
import type { EventOf, RunEvent, SingleEvent } from "./event.ts"
import { itemEnded, listItems } from "./items.ts"
import { settleQuiet } from "./loops.ts"
import { checkStop, pauseRun, resumeRun, setBreakpoints, stopAfterStep } from "./pausing.ts"
import type { Plan } from "./plan.ts"
import { keepHanded, keepRecord, keepStarted, taskName } from "./records.ts"
import { armedWireCame, enableWire } from "./resting.ts"
import { cancelRun, endRun, rootClosed, startRun, takeOverRun } from "./run.ts"
import { cancelInstance, closeWith, endIfStopped, settleIdle, stopInstance } from "./scopes.ts"
import { type Consequence, newRun, type RunState, type Task, type Visit } from "./state.ts"
import {
  decideTask,
  fillSlots,
  holdTask,
  hurryTask,
  isOver,
  taskAnswered,
  taskDone,
  taskDoubted,
  taskFailed,
  taskStarted,
  taskStopped,
  taskWaits,
} from "./tasks.ts"
import { clearTimer } from "./timers.ts"
import { addUse } from "./used.ts"
import { decideWires, failVisit } from "./visits.ts"
import { taskAt, visitAt } from "./whereabouts.ts"
import { goDead, goLive } from "./wires.ts"

/*
 * The fold. `apply` takes in one event and all that follows from it; `fold` does so for a list. The state belongs
 * to its fold and is changed in place. An event that comes too late (its attempt was cut, its run has ended) says
 * nothing any more and changes nothing.
 */

/** The state of a run after these events. */
export function fold(plan: Plan, events: Iterable<RunEvent>): RunState {
  const state = newRun(plan)
  for (const event of events) apply(state, event)
  return state
}

/** Takes an event in, with all that follows from it. Changes the state in place and returns it. */
export function apply(state: RunState, event: RunEvent): RunState {
  if (event.type === "batch") {
    for (const single of event.events) applyOne(state, single)
  } else applyOne(state, event)
  return state
}

function applyOne(state: RunState, event: SingleEvent): void {
  if (state.phase === "ended" || (state.phase === "new" && event.type !== "run.started")) return
  const before = state.now
  state.events++
  state.now = Math.max(before, event.at)
  take(state, event, before)
  follow(state)
  if (state.stepping?.ran !== undefined) stopAfterStep(state, state.stepping.ran)
  fillSlots(state)
  trimActions(state)
}

function take(state: RunState, event: SingleEvent, before: number): void {
  if (event.type !== "run.taken_over") state.takeovers = 0
  switch (event.type) {
    case "run.started":
      if (state.phase === "new") startRun(state, event)
      return
    case "run.paused":
      pauseRun(state, event.reason)
      return
    case "run.resumed":
      resumeRun(state, event.oneStep === true)
      return
    case "run.breakpoints":
      setBreakpoints(state, event.breakpoints)
      return
    case "run.budget_raised":
      state.raised.set(event.of ?? "", { ...state.raised.get(event.of ?? ""), ...event.limits })
      return
    case "run.cancel_asked":
      cancelRun(state)
      return
    case "run.taken_over":
      takeOverRun(state, before)
      return
    case "run.released":
      return
    case "run.ended":
      endRun(state, event)
      return
    case "scope.closed": {
      const instance = state.instances.get(event.in)
      if (instance !== undefined) closeWith(state, instance, event)
      return
    }
    case "timer.fired":
      fireTimer(state, event.timer)
      return
    default: {
      const visit = visitAt(state, event.in, event.step, event.visit)
      if (visit?.instance.active.has(visit)) takeVisitEvent(state, visit, event)
      else if (visit !== undefined && outlives(visit, event)) takeVisitEvent(state, visit, event)
      else if (event.type === "wire.validated") takeValidation(state, event)
    }
  }
}

/** A validator, or a step that was called, may be at work though its visit has ended. */
function outlives(visit: Visit, event: VisitEvent): boolean {
  const task = taskAt(visit, event.task, event.call)
  return task !== undefined && (task.guards ?? task.called) !== undefined && !isOver(task)
}

type VisitEvent = Extract<SingleEvent, { step: string }>

function takeVisitEvent(state: RunState, visit: Visit, event: VisitEvent): void {
  switch (event.type) {
    case "step.begun":
      settle(state, visit.action)
      beginSteering(state, visit, event.input)
      return
    case "step.listed":
      if (visit.step.spec.each === undefined || visit.items !== undefined) return
      visit.action = settle(state, visit.action)
      listItems(state, visit, event.items, event.concurrency)
      return
    case "step.routed":
      if (visit.status === "routing" && visit.action !== 0)
        decideWires(state, visit, event.taken, event.delays)
      return
    case "step.steered":
      steer(state, visit, event.told, event.steer)
      return
    case "step.lapped":
      takeLaps(state, visit, event)
      return
    case "wire.enabled":
      enableWire(state, visit, event.wire, event.value)
      return
    case "wire.validated":
      takeValidation(state, event)
      return
    case "step.checked":
      checkStop(state, visit, event)
      return
    case "step.failed":
      if (taskAt(visit, event.task, event.call) === undefined) {
        failEvaluation(state, visit, event)
        return
      }
      break
    default:
  }
  if (event.type === "step.called") {
    const caller = callerOf(visit, event)
    if (caller !== undefined && isUnderWay(caller)) takeCall(state, caller, event)
    return
  }
  const task = taskAt(visit, event.task, event.call)
  if (task !== undefined) takeTaskEvent(state, task, event)
}

/** The task that called. */
function callerOf(visit: Visit, { task, call }: EventOf<"step.called">): Task | undefined {
  const end = call.lastIndexOf(".")
  return taskAt(visit, task, end < 0 ? undefined : call.slice(0, end))
}

/** What a step asked to evaluate could not be evaluated. */
function failEvaluation(state: RunState, visit: Visit, event: EventOf<"step.failed">): void {
  visit.action = settle(state, visit.action)
  if (visit.status === "routing" && visit.failing) decideWires(state, visit, [])
  else failVisit(state, visit, event.problem)
}

function takeTaskEvent(state: RunState, task: Task, event: VisitEvent): void {
  if (event.type === "step.answered") {
    if (task.status === "waiting") keepHanded(state, `${taskName(task)}>`, event)
    taskAnswered(state, task, event)
    return
  }
  if (event.type === "step.decided") {
    decideTask(state, task, event.decision)
    return
  }
  if (event.type === "step.hurried") {
    hurryTask(state, task)
    return
  }
  if (
    event.type === "step.failed" &&
    task.visit.status === "routing" &&
    isOver(task) &&
    task.called === undefined
  ) {
    failEvaluation(state, task.visit, event)
    return
  }
  if (!isUnderWay(task)) return
  if ("used" in event && event.used !== undefined) addUse(state, task.visit, event.used)
  switch (event.type) {
    case "step.started":
      taskStarted(state, task, event)
      return
    case "step.completed": {
      keepRecord(state, task, event)
      const { outlets, variables, memory, origins, input } = event
      if (input !== undefined && task.number === undefined && task.called === undefined)
        task.visit.input = input
      taskDone(state, task, outlets, { variables, memory, origins })
      return
    }
    case "step.failed":
      keepRecord(state, task, event)
      taskFailed(state, task, event.problem, event.final === true)
      return
    case "step.stopped":
      keepRecord(state, task, event)
      taskStopped(state, task)
      return
    case "step.waiting":
      keepRecord(state, task, event)
      if (event.wait.for === "run") keepStarted(state, task, event.wait.workflow)
      taskWaits(state, task, event.wait, event.memory)
      return
    case "step.held":
      keepRecord(state, task, event)
      holdTask(state, task)
      pauseRun(state, "budget")
      state.spent = event.spent
      return
    case "step.doubted":
      keepRecord(state, task, event)
      taskDoubted(state, task, event.problem, event.differs)
      return
    default:
  }
}

/** Whether the loop may be at work on it: one that a pause took back may be under way all the same. */
function isUnderWay({ status }: Task): boolean {
  return status === "handed" || status === "started" || status === "stopping" || status === "queued"
}

function takeValidation(state: RunState, event: EventOf<"wire.validated">): void {
  const coming = comingAt(state, event)
  if (coming !== undefined && coming.validator === event.validator) {
    validated(state, coming, event.passed, event.say)
  }
}

function fireTimer(state: RunState, name: string): void {
  const timer = state.timers.get(name)
  if (timer === undefined || timer.at > state.now) return
  clearTimer(state, name)
  timer.due()
}

/** Does what follows, and what follows from that: first all that is certain, then quiet bodies, then ended scopes. */
function follow(state: RunState): void {
  const { consequences } = state
  do {
    for (let next = consequences.take(); next !== undefined; next = consequences.take()) {
      doConsequence(state, next)
    }
  } while (settleQuiet(state) || settleIdle(state))
}

function doConsequence(state: RunState, consequence: Consequence): void {
  switch (consequence.type) {
    case "live":
      goLive(state, consequence.instance, consequence.wire, consequence.visit)
      return
    case "dead":
      goDead(state, consequence.instance, consequence.wire)
      return
    case "enter":
      enterStep(state, consequence.instance, consequence.step, consequence.by)
      return
    case "begin":
      beginVisit(state, consequence.visit)
      return
    case "skip":
      skipStep(state, consequence.instance, consequence.step)
      return
    case "item":
      itemEnded(state, consequence.task)
      return
    case "stopped": {
      const { visit, guards, called } = consequence.task
      if (guards !== undefined) return
      if (visit.cancelled) endIfStopped(state, visit)
      else if (called === undefined) itemEnded(state, consequence.task)
      return
    }
    case "advance":
      advanceComing(state, consequence.coming)
      return
    case "armed":
      armedWireCame(state, consequence.coming, consequence.blocked)
      return
    case "validated":
      validated(state, consequence.coming, consequence.passed, consequence.say)
      return
    case "stop":
      stopInstance(state, consequence.instance, consequence.problem)
      return
    case "end":
      cancelInstance(state, consequence.instance)
      return
    case "closed":
      rootClosed(state, consequence.instance)
      return
  }
}
