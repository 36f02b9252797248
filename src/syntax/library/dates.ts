import { formatDuration, parseDuration } from "../../lib/durations.ts"
import type { Json } from "../../lib/json.ts"
import { type Arguments, badArgument, type Clock, libraryEntry } from "./entry.ts"
import { instantOf, offsetAt, type WallTime, wallTimeAt } from "./timeZones.ts"

/*
 * Dates are ISO text in UTC (`2026-03-29T01:30:00.000Z`) when they are made; given may be such text, a day
 * (`2026-03-29`, its midnight in the time zone), or milliseconds since 1970. Where no time zone is given it is
 * the run's.
 */

const units = ["year", "month", "week", "day", "hour", "minute", "second"] as const

/** Functions on dates and durations. */
export const dateFunctions = [
  libraryEntry({
    name: "now",
    signature: "now()",
    doc: "The time of the run, which a replay sees again.",
    examples: [{ expression: "now()", gives: "2026-03-04T05:06:07.008Z" }],
    run: (_, clock) => iso(clock.now),
  }),
  libraryEntry({
    name: "today",
    signature: "today(zone)",
    doc: "The day of the run in the time zone.",
    examples: [
      { expression: "today()", gives: "2026-03-04" },
      { expression: "today('America/Los_Angeles')", gives: "2026-03-03" },
    ],
    run: (given, clock) => format(clock.now, "yyyy-MM-dd", given.text(0, clock.timezone)),
  }),
  libraryEntry({
    name: "toDate",
    signature: "toDate(value, zone)",
    doc: "The date as ISO text in UTC; what names no time zone is taken to be in the one given.",
    examples: [
      { expression: "toDate(0)", gives: "1970-01-01T00:00:00.000Z" },
      { expression: "toDate('2026-03-29', 'Europe/Berlin')", gives: "2026-03-28T23:00:00.000Z" },
      { expression: "toDate('2026-07-01T12:00+02:00')", gives: "2026-07-01T10:00:00.000Z" },
    ],
    run: (given, clock) => iso(dateAt(given, 0, given.text(1, clock.timezone))),
  }),
  libraryEntry({
    name: "addTime",
    signature: "addTime(date, duration)",
    doc: "The date moved on by a duration such as `90s` or `2h30m`, or back by `-90s`; a day is 24 hours.",
    examples: [
      { expression: "addTime('2026-03-28T12:00:00Z', '1d')", gives: "2026-03-29T12:00:00.000Z" },
      { expression: "addTime('2026-03-28T12:00:00Z', '-30m')", gives: "2026-03-28T11:30:00.000Z" },
    ],
    run: (given, clock) => iso(dateAt(given, 0, clock.timezone) + durationAt(given, 1)),
  }),
  libraryEntry({
    name: "addDays",
    signature: "addDays(date, days, zone)",
    doc: "The same time of day that many days later, or earlier, by the calendar of the time zone.",
    examples: [
      {
        expression: "addDays('2026-03-28T11:00:00Z', 1, 'Europe/Berlin')",
        gives: "2026-03-29T10:00:00.000Z",
      },
    ],
    run: (given, clock) => moveWall(given, clock, (wall, count) => ({ ...wall, day: wall.day + count })),
  }),
  libraryEntry({
    name: "addMonths",
    signature: "addMonths(date, months, zone)",
    doc: "The same day and time that many months later, or earlier; the last day of the month where it is shorter.",
    examples: [
      { expression: "addMonths('2026-01-31T12:00:00Z', 1, 'UTC')", gives: "2026-02-28T12:00:00.000Z" },
      { expression: "addMonths('2026-01-15T12:00:00Z', -1, 'UTC')", gives: "2025-12-15T12:00:00.000Z" },
    ],
    run: (given, clock) =>
      moveWall(given, clock, (wall, count) => {
        const months = wall.year * 12 + wall.month - 1 + count
        const [year, month] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1]
        return { ...wall, year, month, day: Math.min(wall.day, daysIn(year, month)) }
      }),
  }),
  libraryEntry({
    name: "startOf",
    signature: "startOf(unit, date, zone)",
    doc: "The start of the year, month, week (its Monday), day, hour, minute or second that the date is in.",
    examples: [
      {
        expression: "startOf('day', '2026-03-29T12:00:00Z', 'Europe/Berlin')",
        gives: "2026-03-28T23:00:00.000Z",
      },
      { expression: "startOf('week', '2026-03-04T12:00:00Z', 'UTC')", gives: "2026-03-02T00:00:00.000Z" },
      { expression: "startOf('month', now(), 'UTC')", gives: "2026-03-01T00:00:00.000Z" },
    ],
    run: (given, clock) => {
      const zone = given.text(2, clock.timezone)
      const wall = wallTimeAt(dateAt(given, 1, zone), zone)
      return iso(instantOf(startOf(given.word(0, units), wall), zone))
    },
  }),
  libraryEntry({
    name: "formatDate",
    signature: "formatDate(date, pattern, zone)",
    doc: "The date in a pattern of yyyy, MM, MMM, MMMM, dd, d, HH, mm, ss, SSS, EEE, EEEE and XXX; text in '…' stands for itself.",
    examples: [
      {
        expression: "formatDate('2026-07-01T10:05:00Z', 'yyyy-MM-dd HH:mm XXX', 'Europe/Berlin')",
        gives: "2026-07-01 12:05 +02:00",
      },
      {
        expression: "formatDate(now(), \"EEEE, d MMMM 'at' HH:mm\", 'UTC')",
        gives: "Wednesday, 4 March at 05:06",
      },
    ],
    run: (given, clock) => {
      const zone = given.text(2, clock.timezone)
      return format(dateAt(given, 0, zone), given.text(1).slice(0, 1000), zone)
    },
  }),
  libraryEntry({
    name: "datePart",
    signature: "datePart(date, part, zone)",
    doc: "The year, month (1 to 12), day, weekday (Monday is 1), hour, minute or second of the date, as a number.",
    examples: [
      { expression: "datePart('2026-03-29T23:30:00Z', 'hour', 'Europe/Berlin')", gives: 1 },
      { expression: "datePart('2026-03-29T12:00:00Z', 'weekday', 'UTC')", gives: 7 },
    ],
    run: (given, clock) => {
      const zone = given.text(2, clock.timezone)
      const wall = wallTimeAt(dateAt(given, 0, zone), zone)
      const part = given.word(1, ["year", "month", "day", "weekday", "hour", "minute", "second"])
      return part === "weekday" ? weekday(wall) : wall[part]
    },
  }),
  libraryEntry({
    name: "millisecondsBetween",
    signature: "millisecondsBetween(from, to)",
    doc: "How many milliseconds lie between two dates; negative when the second is earlier.",
    examples: [
      { expression: "millisecondsBetween('2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z')", gives: 60_000 },
    ],
    run: (given, clock) => dateAt(given, 1, clock.timezone) - dateAt(given, 0, clock.timezone),
  }),
  libraryEntry({
    name: "milliseconds",
    signature: "milliseconds(duration)",
    doc: "A written duration as milliseconds.",
    examples: [{ expression: "milliseconds('1h30m')", gives: 5_400_000 }],
    run: given => durationAt(given, 0),
  }),
  libraryEntry({
    name: "writeDuration",
    signature: "writeDuration(milliseconds)",
    doc: "Milliseconds as the shortest duration that says the same.",
    examples: [{ expression: "writeDuration(5400000)", gives: "1h30m" }],
    run: given => formatDuration(Math.max(0, given.number(0))),
  }),
]

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/
const latest = 8.64e15 - 1e9

/** The instant that an argument names. */
function dateAt(given: Arguments, index: number, zone: string): number {
  const value: Json = given.any(index)
  if (typeof value === "number" && Math.abs(value) <= latest) return Math.floor(value)
  const match = isoPattern.exec(given.text(index).trim())
  if (!match)
    return badArgument(`argument ${index + 1} is no date. Write it as 2026-03-29 or 2026-03-29T12:00:00Z.`)
  const [, year, month, day, hour, minute, second, fraction = "", offset] = match
  const millisecond = Number(fraction.slice(0, 3).padEnd(3, "0"))
  const [y, m, d, h, min, s] = [year, month, day, hour, minute, second].map(part =>
    Number(part ?? 0),
  ) as number[]
  const wall = {
    year: y ?? 0,
    month: m ?? 0,
    day: d ?? 0,
    hour: h ?? 0,
    minute: min ?? 0,
    second: s ?? 0,
    millisecond,
  }
  const isReal =
    wall.month >= 1 && wall.month <= 12 && wall.day >= 1 && wall.day <= daysIn(wall.year, wall.month)
  if (!isReal || wall.hour > 23 || wall.minute > 59 || wall.second > 59) {
    return badArgument(`argument ${index + 1} names a day or time that does not exist.`)
  }
  if (offset === undefined) return instantOf(wall, zone)
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? []
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
  return instantOf(wall, "UTC") - (sign === "-" ? -ahead : ahead)
}

function durationAt(given: Arguments, index: number): number {
  const value = given.any(index)
  if (typeof value === "number") return value
  const text = given.text(index).trim()
  const parsed = parseDuration(text.replace(/^-/, ""))
  if (!parsed.ok) return badArgument(`argument ${index + 1} is no duration. Write it as 90s, 5m or 2h30m.`)
  return text.startsWith("-") ? -parsed.value : parsed.value
}

function moveWall(given: Arguments, clock: Clock, move: (wall: WallTime, count: number) => WallTime): string {
  const zone = given.text(2, clock.timezone)
  const wall = wallTimeAt(dateAt(given, 0, zone), zone)
  return iso(instantOf(move(wall, given.whole(1, -1_000_000, 1_000_000)), zone))
}

function iso(instant: number): string {
  if (!(Math.abs(instant) <= latest)) return badArgument("the date lies too far from today.")
  return new Date(instant).toISOString()
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Monday is 1. */
function weekday(wall: WallTime): number {
  const noon = { ...wall, hour: 12, minute: 0, second: 0, millisecond: 0 }
  return ((new Date(instantOf(noon, "UTC")).getUTCDay() + 6) % 7) + 1
}

function startOf(unit: (typeof units)[number], wall: WallTime): WallTime {
  const second = { ...wall, millisecond: 0 }
  const minute = { ...second, second: 0 }
  const hour = { ...minute, minute: 0 }
  const day = { ...hour, hour: 0 }
  if (unit === "week") return { ...day, day: day.day - weekday(day) + 1 }
  const month = { ...day, day: 1 }
  return { second, minute, hour, day, month, year: { ...month, month: 1 } }[unit]
}

const months = "January February March April May June July August September October November December".split(
  " ",
)
const weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ")

function format(instant: number, pattern: string, zone: string): string {
  const wall = wallTimeAt(instant, zone)
  const two = (value: number): string => String(value).padStart(2, "0")
  const month = months[wall.month - 1] ?? ""
  const dayName = weekdays[weekday(wall) - 1] ?? ""
  const offset = Math.round(offsetAt(instant, zone) / 60_000)
  const ahead = Math.abs(offset)
  const pieces: { readonly [token: string]: string } = {
    yyyy: String(wall.year).padStart(4, "0"),
    MMMM: month,
    MMM: month.slice(0, 3),
    MM: two(wall.month),
    M: String(wall.month),
    dd: two(wall.day),
    d: String(wall.day),
    HH: two(wall.hour),
    H: String(wall.hour),
    mm: two(wall.minute),
    ss: two(wall.second),
    SSS: String(wall.millisecond).padStart(3, "0"),
    EEEE: dayName,
    EEE: dayName.slice(0, 3),
    XXX: offset === 0 ? "Z" : `${offset < 0 ? "-" : "+"}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`,
  }
  return pattern.replace(/'([^']*)'|([A-Za-z])\2*/g, (token, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === "" ? "'" : quoted
    return (
      pieces[token] ??
      badArgument(`the pattern has ${token.slice(0, 20)}, which means nothing. Put text in '…'.`)
    )
  })
}
