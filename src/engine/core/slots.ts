import { formatDuration } from "../../lib/durations.ts"
import { settle } from "./asking.ts"
import { runProblem } from "./runProblems.ts"
import type { RunState, Task } from "./state.ts"
import { clearTimer, setTimer } from "./timers.ts"

/*
 * The slots in which attempts execute side by side, and the time that is worked in them: a run's own limit of time
 * counts while an attempt executes, and neither while all rest nor while nobody has the run.
 */

/** Whether the task may be attempted now: what remembers for the run is attempted one after the other. */
export function takeTurn(state: RunState, task: Task): boolean {
  const { step } = task.visit
  if (step.kind.remembers !== "run" || task.called !== undefined || task.guards !== undefined) return true
  const turn = state.turns.get(step)
  if (turn === undefined) state.turns.set(step, { task, next: [] })
  else if (turn.task !== task) turn.next.push(task)
  return turn === undefined || turn.task === task
}

/** The attempt is over, and with it the task's turn: what waited for that is ready for a slot. */
function endTurn(state: RunState, task: Task): void {
  const { step } = task.visit
  const turn = state.turns.get(step)
  if (turn?.task !== task) return
  state.turns.delete(step)
  for (const next of turn.next) state.queue.push(next)
}

/** An attempt executes: it counts among those that may do so side by side. */
export function takeSlot(state: RunState): void {
  if (state.busy === 0) startWorking(state)
  state.busy++
}

function startWorking(state: RunState): void {
  state.busySince = state.now
  const { timeout } = state.plan
  if (timeout === undefined || state.end !== undefined) return
  setTimer(state, "run", state.now + Math.max(0, timeout - state.worked), () => timeOut(state, timeout))
}

function timeOut(state: RunState, timeout: number): void {
  const problem = runProblem("run_timed_out", { limit: formatDuration(timeout) })
  state.end = { status: "failed", problem }
  const root = state.instances.get("")
  if (root !== undefined) state.consequences.push({ type: "stop", instance: root, problem })
}

/** Counts work that was done at once, unless the time is counted already: an attempt executes beside it. */
export function countWork(state: RunState, took: number): void {
  const { timeout } = state.plan
  if (state.busy > 0) return
  state.worked += took
  if (timeout !== undefined && state.worked >= timeout && state.end === undefined) timeOut(state, timeout)
}

/** Attempts executed until then, and not while nobody had the run: counting goes on from now. */
export function passOver(state: RunState, until: number): void {
  if (state.busy === 0) return
  state.worked += Math.max(0, until - state.busySince)
  clearTimer(state, "run")
  startWorking(state)
}

/**
 * The task no longer executes, or has not since `until`: its slot is free, and its action answered unless it only
 * rests on what it called.
 */
export function leaveSlot(
  state: RunState,
  task: Task,
  how: "ended" | "rests" = "ended",
  until = state.now,
): void {
  state.asking.delete(task)
  endTurn(state, task)
  if (how === "ended") {
    task.action = settle(state, task.action)
    task.timer = clearTimer(state, task.timer)
  }
  if (!holdsSlot(task)) return
  if (task.called !== undefined) task.called.worked += Math.max(0, until - task.called.began)
  state.busy--
  if (state.busy > 0) return
  state.worked += state.now - state.busySince
  clearTimer(state, "run")
}

function holdsSlot(task: Task): boolean {
  const { status } = task
  if (isLending(task)) return false
  return status === "handed" || status === "started" || status === "stopping"
}

/** It rests on a step that it called, which has its slot. */
export function isLending({ lending }: Task): boolean {
  return lending !== undefined && lending.open > 0
}
