import type { Json } from "../../lib/json.ts"
import type { WatchAction } from "./action.ts"
import { ask } from "./asking.ts"
import { advanceComing, dropComing } from "./coming.ts"
import { milliseconds } from "./plan.ts"
import { addComing } from "./quietInstance.ts"
import type { Coming, RunState, Visit } from "./state.ts"
import { armedName, startResting, wakeVisit } from "./steering.ts"
import { setTimer } from "./timers.ts"
import { placeOf } from "./whereabouts.ts"

/*
 * A state that rests has its wires armed. One is enabled by its `when`, its time, its event or its person; it is
 * validated, and the first that comes through is taken: the reducer hears of it, and the other wires are disarmed.
 * A wire that was blocked stays armed for a new enabling.
 */

/** The state rests: its wires are armed. */
export function startToRest(state: RunState, visit: Visit): void {
  if (visit.cancelled) {
    wakeVisit(state, visit, { type: "cancelled" })
    return
  }
  const wires: WatchAction["wires"][number][] = []
  startResting(state, visit)
  for (const wire of visit.step.out) {
    const { when, after, at, on } = wire.spec
    if (wire.outlet === "failure") continue
    const armed = {
      wire: wire.place,
      ...(when === undefined ? {} : { when: typeof when === "string" ? when : `{{ ${when} }}` }),
      ...(at === undefined ? {} : { at }),
      ...(on === undefined ? {} : { on }),
    }
    const delay = milliseconds(after)
    if (delay !== undefined) {
      setTimer(state, armedName(visit, wire), state.now + delay, () =>
        enableWire(state, visit, wire.place, undefined),
      )
    } else if (after !== undefined) wires.push({ ...armed, after })
    // A wire that waits for nothing is enabled at once, in its turn among those whose `when` is tried.
    else wires.push(Object.keys(armed).length > 1 ? armed : { ...armed, when: "{{ true }}" })
  }
  if (wires.length > 0)
    visit.action = ask(state, { type: "watch", ...placeOf(visit), since: state.now, wires })
}

/** One of the wires of a resting state is enabled: the state is left by it, once it is validated. */
export function enableWire(state: RunState, visit: Visit, place: number, value: Json | undefined): void {
  const { instance, step } = visit
  const wire = step.out[place]
  if (visit.status !== "resting" || wire === undefined) return
  for (const coming of instance.coming) if (coming.visit === visit && coming.wire === wire) return
  const coming: Coming = {
    ...{ instance, wire, visit, validator: 0, task: undefined, action: 0, timer: undefined },
    armed: { value: value ?? null },
  }
  addComing(instance, coming)
  advanceComing(state, coming)
}

/** The enabled wire came through its validators, or was blocked. */
export function armedWireCame(state: RunState, coming: Coming, blocked: string | undefined): void {
  const { instance, visit, wire } = coming
  dropComing(state, coming)
  if (visit.status !== "resting") return
  if (blocked !== undefined) {
    visit.blocked ??= []
    visit.blocked.push({ wire: wire.place, say: blocked })
    return
  }
  for (const other of [...instance.coming]) if (other.visit === visit) dropComing(state, other)
  visit.taken = wire
  wakeVisit(state, visit, { type: "taken", outlet: wire.outlet, value: coming.armed?.value ?? null })
}
