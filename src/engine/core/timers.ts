import { ask, settle } from "./asking.ts"
import type { RunState } from "./state.ts"

/** Sets a timer, and asks to be woken for it. A timer of the same name is replaced. */
export function setTimer(state: RunState, name: string, at: number, due: () => void): string {
  clearTimer(state, name)
  const action = state.phase === "paused" ? 0 : ask(state, { type: "wake", at, timer: name })
  state.timers.set(name, { at, due, action })
  return name
}

/** Takes a timer back. */
export function clearTimer(state: RunState, name: string | undefined): undefined {
  const timer = name === undefined ? undefined : state.timers.get(name)
  if (name === undefined || timer === undefined) return undefined
  settle(state, timer.action)
  state.timers.delete(name)
  return undefined
}
