import { isList, isMap, type JsonMap } from "../lib/json.ts"
import type { RunCommand, StepPlace } from "./runService.ts"

/** A way to decide. */
export interface Decision {
  readonly id: string
  readonly label: string
}

/** What can be decided about a question; nothing where it is a form. */
export function decisionsOf({ type, decisions }: JsonMap): Decision[] {
  if (type === "form" || !isList(decisions)) return []
  return decisions.filter(isMap).flatMap(({ id, label }) => {
    if (typeof id !== "string") return []
    return [{ id, label: typeof label === "string" && label !== "" ? label : id }]
  })
}

/** What a person tells a run that asked for a decision. */
export function decisionAnswer(place: StepPlace, decision: string, note = ""): RunCommand {
  return { type: "answer", place, outlet: decision, value: { decision, by: "you", note } }
}
