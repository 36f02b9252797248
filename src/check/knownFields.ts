import { isMap, type Json, own } from "../lib/json.ts"
import type { Survey, SurveyedStep } from "./survey.ts"

/** The fields that a schema allows; null where it allows any, or does not say. */
function closedFields(schema: Json | undefined): readonly string[] | null {
  if (!isMap(schema) || own(schema, "type") !== "object") return null
  const properties = own(schema, "properties")
  if (own(schema, "additionalProperties") !== false || !isMap(properties)) return null
  return Object.keys(properties)
}

const failureFields = ["code", "name", "message", "step", "visit"]

/** The fields that the output of a step can have, by whichever outlet it leaves; null where any may be there. */
export function outputFields({ step, entry, scope }: SurveyedStep): ReadonlySet<string> | null {
  if (entry === undefined || entry.holds !== undefined || step.each !== undefined) return null
  if (step.output !== undefined || typeof step.onError === "object") return null
  const fields = new Set<string>()
  const schemas = Object.values(entry.output)
  if (schemas.length === 0) return null
  for (const schema of schemas) {
    const closed = closedFields(schema)
    if (closed === null) return null
    for (const field of closed) fields.add(field)
  }
  if (scope.graph.out.get(step.id)?.some(({ outlet }) => outlet === "failure")) {
    for (const field of failureFields) fields.add(field)
  }
  return fields
}

/** Gives the fields of `trigger` that a text may see: those of its own trigger, or of all and of a run by hand. */
export function triggerFields({
  workflow,
  catalogue,
}: Survey): (trigger?: string) => ReadonlySet<string> | null {
  const byTrigger = new Map<string, readonly string[] | null>()
  for (const { id, type } of workflow.triggers ?? []) {
    byTrigger.set(id, closedFields(own(catalogue.triggers, type)?.output))
  }
  const all = [...byTrigger.values()]
  const any = all.every(fields => fields !== null)
    ? new Set([...all.flat(), ...Object.keys(workflow.inputs ?? {})])
    : null
  return trigger => {
    if (trigger === undefined) return any
    const fields = byTrigger.get(trigger) ?? null
    return fields === null ? null : new Set(fields)
  }
}
