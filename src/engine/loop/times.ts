import { Cron } from "croner"
import { parseDuration } from "../../lib/durations.ts"

/** The next time that a date or a cron line names; undefined where the text is neither, or names none. */
export function timeOf(text: unknown, now: number, timezone: string): number | undefined {
  if (typeof text === "number") return text
  if (typeof text !== "string") return undefined
  const date = Date.parse(text)
  if (!isCron(text) && !Number.isNaN(date)) return date
  try {
    return new Cron(text, { timezone }).nextRun(new Date(now))?.getTime()
  } catch {
    return undefined
  }
}

/** Whether the text is a cron line, and so names a time again and again. */
export function isCron(text: string): boolean {
  return /^\s*[\d*?/,#LW-]+(?:\s+[\w*?/,#-]+){4,5}\s*$/.test(text)
}

/** The time so long after, written as a duration or in milliseconds; undefined where the text is neither. */
export function timeAfter(text: unknown, from: number): number | undefined {
  if (typeof text === "number" && text >= 0) return from + text
  const parsed = typeof text === "string" ? parseDuration(text) : undefined
  return parsed?.ok ? from + parsed.value : undefined
}
