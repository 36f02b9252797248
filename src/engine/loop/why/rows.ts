import { own } from "../../../lib/json.ts"
import type { EventOf } from "../../core/event.ts"
import { didIn, pathOfLap } from "../../core/laps.ts"
import type { Standing } from "../../core/scopeValues.ts"
import type { Past } from "./past.ts"

/* What lies within one event of a run that went through many instances at once. */

type Row = EventOf<"step.lapped">

/**
 * The event with no more in it than there was when what stands at the place was evaluated: of its instance the steps
 * before it, or all of them where it stands at the end, and nothing of the instances after that.
 */
export function untilThere(event: Row, { in: path, step }: Standing): Row {
  const at = event.laps.findIndex((_, place) => pathOfLap(event, place) === path)
  const lap = event.laps[at]
  if (lap === undefined) return event
  const here = lap.did.findIndex(one => one.step === step)
  const did = here < 0 ? lap.did : lap.did.slice(0, here)
  return { ...event, laps: [...event.laps.slice(0, at), { ...lap, did }] }
}

/** The number of the event in which the instance was run through, if it was. */
export function lapOf(past: Past, path: string): number | undefined {
  return past.lastBefore(past.events.length, event => {
    if (event.type !== "step.lapped" || !path.endsWith(`]#${event.visit}`)) return false
    const before = `${event.in === "" ? "" : `${event.in}/`}${event.step}[`
    const index = path.startsWith(before) ? Number.parseInt(path.slice(before.length), 10) : -1
    return index >= event.from && index < event.from + event.laps.length
  })
}

/** The step that wrote the variable last among those that were run through. */
export function writerWithin(event: Row, name: string) {
  let last: { readonly in: string; readonly step: string; readonly visit: number } | undefined
  for (const one of didIn(event)) if (own(one.variables, name) !== undefined) last = one
  return last
}
