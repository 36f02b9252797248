import { must } from "../../lib/assert.ts"
import type { ChildEnd, Steer } from "../../model/control.ts"
import type { Action } from "./action.ts"
import { placeOf, type RunState, type Visit } from "./state.ts"
import { steeredOf } from "./steering.ts"

/** What the run asks of the loop: the outstanding actions with a number greater than `after`, in order. */
export function decide(state: RunState, after = 0): Action[] {
  const actions: Action[] = []
  const { actions: entries, firstAction } = state
  for (let index = Math.max(0, after + 1 - firstAction); index < entries.length; index++) {
    const entry = entries[index]
    if (entry === null || entry === undefined) continue
    if (entry.type === "steer") actions.push(steerAction(state, entry.seq, entry.visit))
    else actions.push(entry)
  }
  return actions
}

function steerAction(state: RunState, seq: number, visit: Visit): Action {
  return {
    type: "record",
    seq,
    event: { type: "step.steered", at: state.now, ...placeOf(visit), steer: answerOf(visit) },
  }
}

function answerOf(visit: Visit): Steer {
  const steering = must(visit.steering, "a step that steers")
  const told = must(steering.signals[0], "something to tell the reducer")
  const { control } = visit.step.kind
  const seen = steeredOf(visit, steering)
  if (control === undefined) return {}
  if (told.type === "begin") return control.begin(seen)
  if (told.type === "child") return control.childDone?.(seen, told.child) ?? endLikeChild(told.child)
  if (control.wake !== undefined) return control.wake(seen, told.signal)
  if (told.signal.type === "timeout") return { cancel: true, fail: told.signal.problem }
  return seen.running > 0 ? { cancel: true } : { gone: true }
}

function endLikeChild({ problem, output, status }: ChildEnd): Steer {
  if (problem !== undefined) return { fail: problem }
  return status === "completed" ? { leave: { done: output } } : { gone: true }
}
