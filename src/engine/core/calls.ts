import type { EventOf } from "./event.ts"
import { milliseconds, outletsOf } from "./plan.ts"
import { taskName } from "./records.ts"
import { leaveSlot, takeSlot } from "./slots.ts"
import type { Called, RunState, Task } from "./state.ts"
import { isOver, newTask, queueTask, stopTask } from "./tasks.ts"
import { taskAt } from "./whereabouts.ts"

/*
 * Code of a step may call other steps. A call is a task of the caller's visit, with a key, an effect and attempts of
 * its own, and its outcome is an event: when the caller is attempted again it gets that, and nothing is done twice.
 *
 *     agent ── step.called ~0 ── step.started ~0 ── step.completed ~0 ── step.called ~1 ── … ── step.completed
 *
 * While a call of it is open the caller rests on that: it holds no slot, so that what it calls can have it.
 */

/** A task called another step, or asks for one again that failed or was stopped. */
export function takeCall(state: RunState, caller: Task, event: EventOf<"step.called">): void {
  const place = Number(event.call.slice(event.call.lastIndexOf(".") + 1))
  const { calls = [] } = caller.lending ?? {}
  const known = calls[place]
  if (known?.called?.open === false && known.status === "in_doubt") {
    lend(state, caller)
    known.called.open = true
    known.called.asked = caller.attempt
    return
  }
  if (known === undefined ? place !== calls.length : !isOver(known) || known.status === "done") return
  const kind = state.plan.kindOf(event.kind)
  const called: Called = {
    name: event.call,
    caller,
    kind,
    kindName: event.kind,
    outlets: outletsOf(kind, event.input),
    retry: event.retry,
    refuseUngranted: event.refuseUngranted === true,
    timeout: milliseconds(event.timeout),
    within: milliseconds(event.within),
    asked: caller.attempt,
    since: state.events,
    began: state.now,
    worked: 0,
    open: true,
  }
  const task = newTask(state, caller.visit, {
    ...(caller.number === undefined ? {} : { number: caller.number }),
    called,
  })
  task.input = event.input
  if (known !== undefined) {
    task.attempt = known.attempt + 1
    called.worked = known.called?.worked ?? 0
    inherit(task, known)
  }
  lend(state, caller)
  if (caller.lending !== undefined) caller.lending.calls[place] = task
  queueTask(state, task)
}

/** A call that is done again finds what it had called itself. */
function inherit(task: Task, known: Task): void {
  task.lending = known.lending
  for (const { called } of task.lending?.calls ?? []) if (called !== undefined) called.caller = task
}

/** Gives a caller of a fork what it, and what it called, had called in the parent before they were cut: they find that when they ask again. */
export function takeOverCalls(state: RunState, first: Task): void {
  const kept = state.keptCalls.size === 0 ? undefined : state.keptCalls.get(taskName(first))
  if (kept === undefined) return
  for (const { call = "", kind: kindName = "", input = {}, outlets } of kept) {
    const above = call.lastIndexOf(".")
    const caller = above === -1 ? first : taskAt(first.visit, first.number, call.slice(0, above))
    if (caller === undefined) continue
    const kind = state.plan.kindOf(kindName)
    const task = newTask(state, first.visit, {
      ...(first.number === undefined ? {} : { number: first.number }),
      called: {
        ...{ name: call, caller, kind, kindName, outlets: outletsOf(kind, input), retry: undefined },
        ...{
          began: state.now,
          worked: 0,
          refuseUngranted: false,
          timeout: undefined,
          within: undefined,
          asked: 0,
          since: 0,
          open: false,
        },
      },
    })
    task.input = input
    task.outlets = outlets
    task.status = outlets === undefined ? "stopped" : "done"
    caller.lending ??= { calls: [], open: 0 }
    caller.lending.calls.push(task)
  }
}

/** How long the next attempt of a call may take; undefined where nothing limits it. */
export function limitOfCall({ timeout, within, worked }: Called): number | undefined {
  const left = within === undefined ? undefined : Math.max(0, within - worked)
  return timeout === undefined ? left : Math.min(timeout, left ?? timeout)
}

function lend(state: RunState, caller: Task): void {
  caller.lending ??= { calls: [], open: 0 }
  leaveSlot(state, caller, "rests")
  caller.lending.open++
}

/** A call has ended; the caller has a slot again once none of its calls is open. */
export function callEnded(state: RunState, task: Task): void {
  const { called, visit } = task
  const lending = called?.caller.lending
  if (called === undefined || lending === undefined || !called.open) return
  called.open = false
  lending.open--
  const { status } = called.caller
  const goesOn = status === "handed" || status === "started" || status === "stopping"
  if (lending.open === 0 && goesOn) takeSlot(state)
  task.endedBy = state.events
  if (visit.cancelled) state.consequences.push({ type: "stopped", task })
}

/** Whether the task is told to stop, or over: it calls nothing, and waits for no call. */
export function mayNotCall(caller: Task): boolean {
  return caller.visit.cancelled || caller.status === "stopping" || isOver(caller)
}

/** The caller has ended: what it called and left open is stopped. */
export function stopCalls(state: RunState, caller: Task): void {
  if (caller.lending === undefined) return
  for (const call of caller.lending.calls) stopTask(state, call)
}
