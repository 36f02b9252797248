import type { Action } from "./action.ts"
import type { RunState, Visit } from "./state.ts"

/*
 * What a run asks of its loop: actions with numbers that grow, each in the list until it is answered or pointless.
 */

/** An action whose number is still to be given. */
export type Unnumbered<A = Action> = A extends unknown ? Omit<A, "seq"> & { seq?: number } : never

/** Asks the loop for something; the number by which to take it back. The action is the state's from then on. */
export function ask(state: RunState, action: Unnumbered): number {
  const seq = state.firstAction + state.actions.length
  action.seq = seq
  state.actions.push(action as Action)
  return seq
}

/** Asks for the answer of a reducer, which `decide` works out. */
export function askReducer(state: RunState, visit: Visit): number {
  const seq = state.firstAction + state.actions.length
  state.actions.push({ type: "steer", seq, visit })
  return seq
}

/** Takes an action back: it was answered, or has become pointless. */
export function settle(state: RunState, seq: number): 0 {
  const index = seq - state.firstAction
  if (seq > 0 && index >= 0 && index < state.actions.length) state.actions[index] = null
  return 0
}

const mostEmptied = 64

/** Lets go of the leading actions that were taken back; amortised, each is moved once. */
export function trimActions(state: RunState): void {
  const { actions } = state
  let lead = 0
  while (lead < actions.length && actions[lead] === null) lead++
  if (lead === actions.length) {
    state.firstAction += lead
    // Emptied one by one it keeps its memory, which it needs again at once.
    if (lead > mostEmptied) state.actions = []
    else while (actions.length > 0) actions.pop()
  } else if (lead > 64 && lead * 2 > actions.length) {
    state.firstAction += lead
    state.actions = actions.slice(lead)
  }
}

/** Whether the action still waits for its answer. */
export function isOutstanding(state: RunState, seq: number): boolean {
  const entry = state.actions[seq - state.firstAction]
  return entry !== undefined && entry !== null
}
