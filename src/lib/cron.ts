import { Cron } from "croner"
import { err, ok, type Result } from "./result.ts"

/*
 * A cron rule has five fields (minute, hour, day of month, month, day of week) or is one of @hourly, @daily,
 * @midnight, @weekly, @monthly, @yearly, @annually. A local time that a change of clocks leaves out fires once, at the next
 * time that exists; one that comes twice fires once, the first time, unless the hour is `*` and so is meant to
 * pass every hour.
 */

/** A rule that says when something is due. */
export interface CronRule {
  /** The first firing after the time, in milliseconds since 1970; null if there is none. */
  next(after: number, timezone: string): number | null
}

const macros = ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"]
const longest = 200
const hour = 3_600_000
const fixedStart = Date.UTC(2000, 0, 1)

/** Reads a written rule; what is wrong with it is said in words that complete "it cannot be read:". */
export function parseCron(text: string): Result<CronRule, string> {
  const rule = text.trim().toLowerCase()
  const refused = refusalOf(rule)
  if (refused !== null) return err(refused)
  try {
    if (cronOf(rule, "UTC").nextRun(new Date(fixedStart)) === null)
      return err("there is no such day, so it never fires")
  } catch (cause) {
    return err(cause instanceof Error ? cause.message.replace(/^CronPattern: /, "") : "it is malformed")
  }
  return ok({ next: (after, timezone) => nextOf(rule, after, timezone) })
}

/** Whether the text names a time zone that is known here. */
export function isTimezone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text })
    return true
  } catch {
    return false
  }
}

function refusalOf(rule: string): string | null {
  if (rule === "") return "it is empty"
  if (rule.length > longest) return "it is too long"
  if (rule.startsWith("@")) {
    return macros.includes(rule) ? null : `of the names with @ there are only ${macros.join(", ")}`
  }
  const fields = rule.split(/\s+/).length
  if (fields !== 5) return `it has ${fields} fields, and 5 are needed: minute, hour, day, month, day of week`
  if (!/^[0-9a-z*/,\-#\s]+$/.test(rule))
    return "only plain digits, names of days and months, and * / , - # are allowed"
  return null
}

function cronOf(rule: string, timezone: string): Cron {
  return new Cron(rule, { timezone, mode: "5-part", paused: true })
}

function nextOf(rule: string, after: number, timezone: string): number | null {
  const cron = cronOf(rule, timezone)
  const everyHour = rule === "@hourly" || (rule.split(/\s+/)[1]?.startsWith("*") ?? false)
  const wall = new Intl.DateTimeFormat("en", { timeZone: timezone, dateStyle: "short", timeStyle: "medium" })
  const repeats = (at: number) =>
    [hour, hour / 2].some(earlier => wall.format(at) === wall.format(at - earlier))
  let next = cron.nextRun(new Date(after))
  while (next !== null && !everyHour && repeats(next.getTime())) next = cron.nextRun(next)
  return next?.getTime() ?? null
}
