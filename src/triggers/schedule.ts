import { z } from "zod"
import { isTimezone, parseCron } from "../lib/cron.ts"
import { defineTrigger, type Firing } from "../model/trigger.ts"

const hour = 3_600_000
const minute = 60_000

/** Started by the clock. */
export const schedule = defineTrigger({
  type: "schedule",
  title: "On a schedule",
  summary: "Starts at times that a cron rule names",
  icon: "calendar-clock",
  input: z.strictObject({
    cron: z
      .string()
      .superRefine((text, context) => {
        const rule = parseCron(text)
        if (!rule.ok) context.addIssue({ code: "custom", message: "bad_cron", params: { why: rule.error } })
      })
      .meta({ description: "Minute, hour, day of month, month, day of week; or @hourly, @daily, @weekly" }),
    timezone: z
      .string()
      .refine(isTimezone, { error: "bad_timezone" })
      .optional()
      .meta({ description: "A time zone such as Europe/Berlin; the workflow's own if left out" }),
  }),
  output: z.strictObject({ at: z.string(), due: z.number(), timezone: z.string() }),
  hints: {
    cron: { widget: "cron", placeholder: "0 9 * * 1-5" },
    timezone: { widget: "timezone", placeholder: "Europe/Berlin" },
  },
  card: "{{ cron }}",
  docs: `
Starts at the times that a cron rule names: minute, hour, day of month, month, day of week. \`0 9 * * 1-5\` is nine
o'clock on weekdays, \`*/15 * * * *\` every quarter of an hour. Where both day fields are given, either is enough.

When clocks go forward, a time that does not exist fires once, at the next one that does. When they go back, a time
that comes twice fires once; only a rule for every hour fires in both.

Times that passed while nothing was running are made up for by the trigger's own \`missed\`: \`skip\` them, \`run_once\`
for all of them together, or \`run_all\`.

The run sees \`trigger.at\` (as text), \`trigger.due\` (milliseconds since 1970) and \`trigger.timezone\`.
`,
  due: ({ cron, timezone: own }, { since, now, timezone: fallback, most }) => {
    const rule = parseCron(cron)
    const timezone = own ?? fallback
    if (!rule.ok || !isTimezone(timezone)) return { firings: [], next: null }
    const after = (from: number) => rule.value.next(from, timezone)
    const firings = latest(after, since, now, most).map((at): Firing => {
      const tick = Math.floor(at / minute)
      return { id: `minute-${tick}`, at, trigger: { at: new Date(at).toISOString(), due: at, timezone } }
    })
    return { firings, next: after(Math.max(now, since)) }
  },
})

/**
 * The latest firings up to now, in order. Looks back in growing windows, so that three days away from a rule for
 * every minute cost no more than the few that are wanted.
 */
function latest(after: (from: number) => number | null, since: number, now: number, most: number): number[] {
  if (most < 1) return []
  for (let window = hour; ; window *= 8) {
    const start = Math.max(since, now - window)
    const found: number[] = []
    for (let at = after(start); at !== null && at <= now; at = after(at)) found.push(at)
    if (found.length >= most || start === since || start <= 0) return found.slice(-most)
  }
}
