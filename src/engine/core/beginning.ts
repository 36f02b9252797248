import type { EventOf } from "./event.ts"

/** What a run began with, as its first event and its recording say. */
type Begun = Pick<EventOf<"run.started">, "inputs" | "trigger" | "entries" | "fork" | "only" | "standIns">

/** With what a run begins that is to go the way of one that began so: whatever else it looks back on, none of it is lost. */
export function beginningOf({ inputs, trigger, entries, fork, only, standIns }: Begun) {
  return {
    inputs,
    ...(trigger === undefined ? {} : { trigger }),
    ...(entries === undefined ? {} : { entries }),
    ...(fork === undefined ? {} : { fork }),
    ...(only === undefined ? {} : { only }),
    ...(standIns === undefined ? {} : { standIns }),
  }
}
