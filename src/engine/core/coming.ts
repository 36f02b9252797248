import type { Json } from "../../lib/json.ts"
import { own } from "../../lib/json.ts"
import { ask, settle } from "./asking.ts"
import type { Coming, RunState } from "./state.ts"
import { becomeIdle } from "./stir.ts"
import { newTask, queueTask, stopTask } from "./tasks.ts"
import { clearTimer } from "./timers.ts"
import { wireCame } from "./visits.ts"
import { placeOf } from "./whereabouts.ts"

/*
 * A taken wire on its way: first its delay, then its validators one by one, each an expression for the loop or a
 * step of its own within the visit. All must say yes.
 */

/** The wire's delay is over, or its last validator said yes: the next has the word. */
export function advanceComing(state: RunState, coming: Coming): void {
  coming.timer = clearTimer(state, coming.timer)
  const { instance, wire, visit } = coming
  if (instance.status !== "running" || instance.cancelling || instance.stopping !== undefined) {
    came(state, coming, "")
    return
  }
  const planned = wire.validators[coming.validator]
  if (planned === undefined) {
    came(state, coming, undefined)
    return
  }
  if ("expression" in planned) {
    const value = comingValue(coming)
    const { validator } = coming
    coming.action = ask(state, {
      type: "validate",
      ...placeOf(visit),
      wire: wire.place,
      validator,
      spec: planned.spec,
      value,
    })
    return
  }
  visit.tasks ??= []
  const number = visit.tasks.length
  const task = newTask(state, visit, { number, guards: { coming, validator: coming.validator } })
  visit.tasks.push(task)
  coming.task = task
  queueTask(state, task)
}

/** What the wire carries. */
export function comingValue({ armed, visit, wire }: Coming): Json {
  return armed?.value ?? own(visit.outlets, wire.outlet) ?? null
}

function came(state: RunState, coming: Coming, blocked: string | undefined): void {
  if (coming.armed === undefined) wireCame(state, coming, blocked)
  else state.consequences.push({ type: "armed", coming, blocked })
}

/** Takes a coming wire back: whatever it waited for no longer matters. */
export function dropComing(state: RunState, coming: Coming): void {
  coming.timer = clearTimer(state, coming.timer)
  coming.action = settle(state, coming.action)
  if (coming.task !== undefined) stopTask(state, coming.task)
  coming.instance.coming.delete(coming)
  if (coming.instance.active.size === 0) becomeIdle(state, coming.instance)
}

/** A validator had its say. */
export function validated(state: RunState, coming: Coming, passed: boolean, say: string | undefined): void {
  coming.action = settle(state, coming.action)
  if (!coming.instance.coming.has(coming)) return
  if (!passed) {
    came(state, coming, say ?? "A validator refused.")
    return
  }
  coming.validator++
  advanceComing(state, coming)
}

/** The coming wire that an event is about. */
export function comingAt(
  state: RunState,
  place: { readonly in: string; readonly step: string; readonly visit: number; readonly wire: number },
): Coming | undefined {
  const instance = state.instances.get(place.in)
  for (const coming of instance?.coming ?? []) {
    const { visit, wire } = coming
    if (visit.step.id === place.step && visit.number === place.visit && wire.place === place.wire)
      return coming
  }
  return undefined
}
