import { t } from "../language/t.ts"
import { isList, isMap, type JsonMap, own } from "../lib/json.ts"
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
    return [{ id, label: typeof label === "string" && label !== "" ? (own(usual, label)?.() ?? label) : id }]
  })
}

/** What buttons say where the step leaves it to them, in the language of whoever answers. */
const usual: { readonly [label: string]: () => string } = {
  Approve: () => t`Approve`,
  Reject: () => t`Reject`,
  Send: () => t`Send`,
}

/** What the button says that sends what was filled in. */
export function submitOf({ submit }: JsonMap): string {
  return typeof submit === "string" && submit !== "" ? (own(usual, submit)?.() ?? submit) : t`Send`
}

/** What a person tells a run that asked for a decision. */
export function decisionAnswer(place: StepPlace, decision: string, note = ""): RunCommand {
  return { type: "answer", place, outlet: decision, value: { decision, by: "you", note } }
}
