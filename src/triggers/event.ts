import { z } from "zod"
import { own, sameJson } from "../lib/json.ts"
import { defineTrigger } from "../model/trigger.ts"
import { mapOf, signalJson, signalMap } from "./triggerJson.ts"

/** Started by a named event. */
export const event = defineTrigger({
  type: "event",
  title: "On an event",
  summary: "Starts when a step of any workflow emits an event of this name",
  icon: "radio",
  input: z.strictObject({
    name: z.string().min(1).max(100).meta({ description: "The event's name" }),
    match: signalMap
      .optional()
      .meta({ description: "Fields that its value must have, with these very values" }),
  }),
  output: z.strictObject({ name: z.string(), value: signalJson }),
  hints: { name: { placeholder: "report.ready" }, match: { widget: "keyvalue" } },
  card: "{{ name }}",
  docs: `
Starts when a step emits an event of this name (*Emit an event*). With *match*, only if the event's value has these
fields with these values.

The run sees \`trigger.name\` and \`trigger.value\`.
`,
  hears: (input, { source, name, value }) => {
    if (source !== "events" || name !== input.name) return null
    const given = mapOf(value)
    const fits = Object.entries(input.match ?? {}).every(([field, wanted]) =>
      sameJson(own(given, field), wanted),
    )
    return fits ? { name, value } : null
  },
})
