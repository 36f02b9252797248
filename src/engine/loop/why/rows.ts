import { type JsonMap, own } from "../../../lib/json.ts"
import type { EventOf } from "../../core/event.ts"
import { didIn } from "../../core/laps.ts"
import type { Standing } from "../../core/scopeValues.ts"
import { setVariables } from "../../core/variables.ts"
import type { Past } from "./past.ts"

/* What lies within one event of a run that went through many instances at once. */

/** The variables as a step saw them that was run through by the last of so many events; undefined where none was. */
export function variablesWithin(past: Past, count: number, standing: Standing): JsonMap | undefined {
  const event = past.events[count - 1]
  if (event?.type !== "step.lapped") return undefined
  const within = { variables: { ...past.after(count - 1).variables } }
  for (const one of didIn(event)) {
    if (one.in === standing.in && one.step === standing.step) return within.variables
    if (one.variables !== undefined) setVariables(within, one.variables)
  }
  return undefined
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

/** The step that wrote the variable last among those that were run through, before another of them where that is one. */
export function writerWithin(event: EventOf<"step.lapped">, name: string, before: Standing) {
  let last: { readonly in: string; readonly step: string; readonly visit: number } | undefined
  for (const one of didIn(event)) {
    if (one.in === before.in && one.step === before.step) return last
    if (own(one.variables, name) !== undefined) last = one
  }
  return last
}
