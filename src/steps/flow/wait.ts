import { z } from "zod"
import { parseDuration } from "../../lib/durations.ts"
import { defineStep, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { flowProblem } from "./flowProblems.ts"

/** Rests for a time, until a date, or until an event is heard. */
export const wait = defineStep({
  kind: "wait",
  version: 1,
  title: "Wait",
  summary: "Waits for a time, a date or an event",
  icon: "hourglass",
  group: "flow",
  input: z.strictObject({
    for: z.string().optional().meta({ description: "How long" }),
    until: z.string().optional().meta({ description: "Until when: a date with its time" }),
    event: z.string().optional().meta({ description: "The name of the event to hear" }),
    match: z.string().optional().meta({ description: "Which such event, as an expression" }),
  }),
  output: anyJson,
  hints: {
    for: { label: "For", widget: "duration", placeholder: "10m" },
    until: { label: "Until", placeholder: "2026-03-01T09:00:00Z" },
    event: { label: "For an event", placeholder: "order.paid" },
    match: {
      label: "That matches",
      widget: "expression",
      raw: true,
      help: "Sees what the event carries as `event`.",
    },
  },
  outlets: ["success", "timeout"],
  effect: "pure",
  needs: ["clock"],
  card: "{{ for }}{{ until }}{{ event }}",
  docs: `
Rests for a duration, until a date, or until a named event is heard. It takes no slot while it rests, and survives
restarts.

- **success**: it is time, with what came in; or the event was heard, with what it carried.
- **timeout**: the event was not heard within the duration, or before the date.

Fails if the duration or the date cannot be read, or if there is nothing to wait for.
`,
  examples: [
    { title: "Ten minutes", with: { for: "10m" }, waits: "time" },
    {
      title: "An event, for an hour at most",
      with: { event: "order.paid", for: "1h" },
      waits: "event",
      comes: { value: { order: 7 } },
      outlets: { success: { order: 7 } },
    },
    { title: "For nothing", with: {}, problem: "nothing_to_wait_for" },
  ],
  run({ for: duration, until: date, event, match }, { ports }) {
    let until: number | undefined
    if (duration !== undefined) {
      const parsed = parseDuration(duration)
      if (!parsed.ok) return failed(flowProblem("duration_not_understood", { text: duration }))
      until = ports.clock.now() + parsed.value
    } else if (date !== undefined) {
      until = Date.parse(date)
      if (Number.isNaN(until)) return failed(flowProblem("date_not_understood", { text: date }))
    }
    if (event !== undefined) {
      const limit = until === undefined ? {} : { until }
      return {
        type: "waiting",
        wait: { for: "event", name: event, ...(match === undefined ? {} : { match }), ...limit },
      }
    }
    if (until === undefined) return failed(flowProblem("nothing_to_wait_for"))
    return { type: "waiting", wait: { for: "time", until } }
  },
})
