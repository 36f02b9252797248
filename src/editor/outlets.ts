import { at, isList, isMap, type Json, own } from "../lib/json.ts"
import type { KindEntry } from "../model/catalogue.ts"
import { wiresOf } from "../model/graph.ts"
import type { Step } from "../model/workflow.ts"

/** The outlet that every kind has. */
export const failureOutlet = "failure"

/**
 * The outlets that the step shows, in order: the kind's, those that its parameters name, and those that only a
 * wire names, so that a wire is never drawn from nowhere. Failure is last, and stands apart.
 */
export function outletsOf(step: Step, entry: KindEntry | undefined): string[] {
  const named = entry?.outletsFrom === undefined ? [] : namedBy(step.with, entry.outletsFrom)
  const declared = entry?.outlets ?? ["success"]
  const wired = wiresOf(step).flatMap(wire => (wire.outlet === null ? [] : [wire.outlet]))
  const all = new Set([...named, ...declared, ...wired])
  all.delete(failureOutlet)
  return [...all, failureOutlet]
}

/** The outlet where `next: step` leads. */
export function firstOutlet(entry: KindEntry | undefined): string {
  return entry?.outlets[0] ?? "success"
}

/** The texts that a way such as `cases[].id` leads to in the parameters. */
function namedBy(parameters: Step["with"], way: string): string[] {
  const [list = "", field = ""] = way.split("[].")
  const items = at(parameters, list.split("."))
  if (!isList(items)) return []
  return items.flatMap((item: Json) => {
    const name = isMap(item) ? own(item, field) : undefined
    return typeof name === "string" && name !== "" ? [name] : []
  })
}
