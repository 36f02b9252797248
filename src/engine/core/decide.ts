import { must } from "../../lib/assert.ts"
import type { ChildEnd, Steer, Steered } from "../../model/control.ts"
import type { Action } from "./action.ts"
import { mayLap } from "./laps.ts"
import type { RunState, SteerSignal, Visit } from "./state.ts"
import { Seen } from "./steering.ts"
import { placeOf } from "./whereabouts.ts"

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
  const { told, steer } = answerAll(visit)
  return {
    type: "record",
    seq,
    event: { type: "step.steered", at: state.now, ...placeOf(visit), told, steer },
    mayLap: mayLap(state, visit, told, steer),
  }
}

/** Tells the reducer all that waits, up to an answer after which the run has to catch up. */
function answerAll(visit: Visit): { readonly told: number; readonly steer: Steer } {
  const steering = must(visit.steering, "a step that steers")
  let all: Steer = {}
  let count = 0
  const seen = new Seen(visit, steering)
  for (const signal of steering.signals) {
    if (signal.type === "child") {
      seen.told.push(signal.child)
      seen.running--
    }
    const answer = answerTo(visit, seen, signal)
    if (answer.cancel === true && all.open !== undefined) break
    count++
    if (answer.state !== undefined) seen.state = answer.state
    seen.running += answer.open?.length ?? 0
    const open = all.open === undefined ? answer.open : [...all.open, ...(answer.open ?? [])]
    all = { ...all, ...answer, ...(open === undefined || open.length === 0 ? {} : { open }) }
    if (answer.cancel || answer.rest || answer.leave || answer.fail || answer.gone || answer.end) break
    if (count === mostTold) break
  }
  return { told: count, steer: all }
}

/** How much a reducer is told at once. */
const mostTold = 64

function answerTo(visit: Visit, seen: Steered, signal: SteerSignal): Steer {
  const { control } = visit.step.kind
  if (control === undefined) return {}
  if (signal.type === "begin") return control.begin(seen)
  if (signal.type === "child") return control.childDone?.(seen, signal.child) ?? endLikeChild(signal.child)
  if (control.wake !== undefined) return control.wake(seen, signal.signal)
  if (signal.signal.type === "timeout") return { cancel: true, fail: signal.signal.problem }
  return seen.running > 0 ? { cancel: true } : { gone: true }
}

function endLikeChild({ problem, output, status }: ChildEnd): Steer {
  if (problem !== undefined) return { fail: problem }
  return status === "completed" ? { leave: { done: output } } : { gone: true }
}
