import type { RunEvent, SingleEvent } from "./event.ts"

/** The facts of an entry: those that were committed together, or itself. */
export function singlesOf(event: RunEvent): readonly SingleEvent[] {
  return event.type === "batch" ? event.events : [event]
}
