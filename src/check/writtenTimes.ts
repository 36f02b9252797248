import { isTimezone, parseCron } from "../lib/cron.ts"
import { parseDuration } from "../lib/durations.ts"
import type { Problem } from "../model/problems.ts"
import { problem } from "./checkProblems.ts"

/** The problem of a text that has to be a schedule in cron's words. */
export function cronProblem(text: string): Problem | undefined {
  const rule = parseCron(text)
  return rule.ok ? undefined : problem("bad_cron", { text, reason: rule.error })
}

/** The problem of a text that has to be a duration. */
export function durationProblem(text: string): Problem | undefined {
  const read = parseDuration(text)
  if (read.ok) return undefined
  return read.error === "too long" ? problem("long_duration", { text }) : problem("bad_duration", { text })
}

/** The problem of a text that has to be the name of a time zone. */
export function timezoneProblem(text: string): Problem | undefined {
  return isTimezone(text) ? undefined : problem("bad_timezone", { text })
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** The problem of a text that has to be a date, or a schedule in cron's words. */
export function momentProblem(text: string): Problem | undefined {
  if (isoDate.test(text) && !Number.isNaN(Date.parse(text))) return undefined
  return cronProblem(text) === undefined ? undefined : problem("bad_time", { text })
}
