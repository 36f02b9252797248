import { z } from "zod"
import { must } from "../../lib/assert.ts"
import { isTimezone } from "../../lib/cron.ts"
import type { Json } from "../../lib/json.ts"
import type { Result } from "../../lib/result.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { libraryFunction } from "../../syntax/library/library.ts"
import { dataProblem } from "./dataProblems.ts"

const units = ["years", "months", "weeks", "days", "hours", "minutes", "seconds"] as const
type Unit = (typeof units)[number]

const date = (description: string) =>
  z
    .union([z.string().min(1).max(100), z.number()])
    .optional()
    .meta({ description })

/** Reads, moves, compares and writes dates. */
export const dataDate = defineStep({
  kind: "data.date",
  version: 1,
  title: "Date and time",
  summary: "Reads, moves, compares or writes a date",
  icon: "calendar",
  group: "data",
  input: z.strictObject({
    make: z.enum(["date", "moved", "start", "text", "part", "between"]).default("date").meta({
      description:
        "The date itself, moved by an amount, the start of its unit, as text, one part, or the time to another",
    }),
    date: date("The date; the time of the run if left out"),
    amount: z
      .int()
      .min(-1_000_000)
      .max(1_000_000)
      .default(0)
      .meta({ description: "How far it is moved; backwards if negative" }),
    unit: z
      .enum(units)
      .default("days")
      .meta({ description: "The unit to move by, start at, part or measure" }),
    to: date("The other date, for the time between; the time of the run if left out"),
    format: z
      .string()
      .min(1)
      .max(200)
      .default("yyyy-MM-dd HH:mm")
      .meta({ description: "The pattern of the text: yyyy, MM, MMMM, dd, HH, mm, ss, EEEE, XXX" }),
    timezone: z
      .string()
      .refine(isTimezone, { error: "bad_timezone" })
      .optional()
      .meta({ description: "A time zone such as Europe/Berlin; the run's own if left out" }),
  }),
  output: z.union([z.string(), z.number()]),
  hints: {
    date: { placeholder: "2026-03-29T12:00:00Z" },
    to: { placeholder: "2026-04-01" },
    timezone: { widget: "timezone", placeholder: "Europe/Berlin" },
  },
  outlets: ["success"],
  effect: "pure",
  needs: ["clock"],
  card: "{{ make }} {{ date }}",
  docs: `
Works with one date by the calendar of a time zone: a day more is the same time of day tomorrow, also where clocks
change, and a month after 31 January is the last day of February. A date is written as \`2026-03-29\`,
\`2026-03-29T12:00:00Z\`, or as milliseconds since 1970.

- **success**: for *date*, *moved* and *start*, ISO text in UTC; for *text*, the date in *format*; for *part*, a number
  (Monday is 1 where the unit is *weeks*); for *between*, how many whole units lie between the two, negative where the
  other is earlier.

Fails if a date cannot be read, does not exist, or lies too far away.
`,
  examples: [
    {
      title: "In three days, at the same time of day",
      with: {
        make: "moved",
        date: "2026-03-28T11:00:00Z",
        amount: 3,
        timezone: "Europe/Berlin",
      },
      outlets: { success: "2026-03-31T10:00:00.000Z" },
    },
    {
      title: "Hours between",
      with: { make: "between", date: "2026-01-01", to: "2026-01-02T06:30:00Z", unit: "hours" },
      outlets: { success: 30 },
    },
    {
      title: "For people",
      with: {
        make: "text",
        date: "2026-07-01T10:05:00Z",
        format: "EEEE, d MMMM yyyy, HH:mm",
        timezone: "Europe/Berlin",
      },
      outlets: { success: "Wednesday, 1 July 2026, 12:05" },
    },
    { title: "The day of the month", with: { make: "part", date: "2026-02-28" }, outlets: { success: 28 } },
    { title: "A day that does not exist", with: { date: "2026-02-30" }, problem: "data_bad_date" },
  ],
  run: (input, { ports }) => {
    const clock = { now: ports.clock.now(), timezone: input.timezone ?? ports.clock.timezone }
    const call = (name: string, ...given: Json[]) =>
      must(libraryFunction(name), `the function ${name}`).run(given, clock)
    const zone = clock.timezone
    const read = call("toDate", input.date ?? clock.now, zone)
    if (!read.ok) return failed(dataProblem("data_bad_date", { why: read.error }))
    const made = make(input, String(read.value), zone, call)
    return made.ok ? done(made.value) : failed(dataProblem("data_bad_date", { why: made.error }))
  },
})

type Call = (name: string, ...given: Json[]) => Result<Json, string>

const singular: { readonly [unit in Unit]: string } = {
  years: "year",
  months: "month",
  weeks: "week",
  days: "day",
  hours: "hour",
  minutes: "minute",
  seconds: "second",
}
const milliseconds = {
  weeks: 604_800_000,
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1000,
}

function make(
  input: {
    readonly make: "date" | "moved" | "start" | "text" | "part" | "between"
    readonly amount: number
    readonly unit: Unit
    readonly to?: string | number | undefined
    readonly format: string
  },
  date: string,
  zone: string,
  call: Call,
): Result<Json, string> {
  const { unit } = input
  switch (input.make) {
    case "date":
      return { ok: true, value: date }
    case "moved":
      return moved(date, input.amount, unit, zone, call)
    case "start":
      return call("startOf", singular[unit], date, zone)
    case "text":
      return call("formatDate", date, input.format, zone)
    case "part":
      return call("datePart", date, unit === "weeks" ? "weekday" : singular[unit], zone)
    default:
      return between(date, input.to, unit, zone, call)
  }
}

function moved(date: string, amount: number, unit: Unit, zone: string, call: Call): Result<Json, string> {
  if (unit === "years") return call("addMonths", date, amount * 12, zone)
  if (unit === "months") return call("addMonths", date, amount, zone)
  if (unit === "weeks") return call("addDays", date, amount * 7, zone)
  if (unit === "days") return call("addDays", date, amount, zone)
  return call("addTime", date, amount * milliseconds[unit])
}

/** Whole units: months and years by the calendar, the others by the clock. */
function between(
  date: string,
  to: string | number | undefined,
  unit: Unit,
  zone: string,
  call: Call,
): Result<Json, string> {
  const other = to === undefined ? call("now") : call("toDate", to, zone)
  if (!other.ok) return other
  const [from, until] = [Date.parse(date), Date.parse(String(other.value))]
  if (unit !== "months" && unit !== "years")
    return { ok: true, value: Math.trunc((until - from) / milliseconds[unit]) + 0 }
  const size = unit === "years" ? 12 : 1
  const parts = (instant: string) =>
    ["year", "month"].map(part => {
      const value = call("datePart", instant, part, zone)
      return value.ok ? Number(value.value) : 0
    })
  const [y = 0, m = 0] = parts(date)
  const [toY = 0, toM = 0] = parts(String(other.value))
  const sign = until < from ? -1 : 1
  let months = (toY - y) * 12 + (toM - m)
  const reached = call("addMonths", date, months, zone)
  if (reached.ok && (until - Date.parse(String(reached.value))) * sign < 0) months -= sign
  return { ok: true, value: Math.trunc(months / size) + 0 }
}
