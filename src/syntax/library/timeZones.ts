import { badArgument } from "./entry.ts"

/*
 * Time zones, by way of Intl: what a clock on the wall shows at an instant, and which instant a clock on the wall
 * means. Where clocks are put forward the wall skips an hour, which then means the instant after the gap; where they
 * are put back an hour comes twice, and means the first.
 */

/** What a clock and a calendar on the wall show. Months count from 1. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

const formats = new Map<string, Intl.DateTimeFormat>()
const mostFormats = 50

/** What the wall shows in the time zone at the instant. */
export function wallTimeAt(instant: number, zone: string): WallTime {
  const shown = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(part => [part.type, part.value]),
  )
  const [year, month, day, hour, minute, second] = (
    ["year", "month", "day", "hour", "minute", "second"] as const
  ).map(type => Number(shown.get(type))) as [number, number, number, number, number, number]
  const isBefore = shown.get("era") === "BC"
  const millisecond = ((instant % 1000) + 1000) % 1000
  return { year: isBefore ? 1 - year : year, month, day, hour, minute, second, millisecond }
}

/** How far the zone's wall is ahead of UTC at the instant, in milliseconds. */
export function offsetAt(instant: number, zone: string): number {
  return zone === "UTC" ? 0 : asUtc(wallTimeAt(instant, zone)) - instant
}

/** The instant at which the wall in the zone shows this. Fields may overflow: the 32nd is a day of the next month. */
export function instantOf(wall: WallTime, zone: string): number {
  const utc = asUtc(wall)
  const candidates = [utc - offsetAt(utc - dayLength, zone), utc - offsetAt(utc + dayLength, zone)]
  const real = candidates.filter(candidate => asUtc(wallTimeAt(candidate, zone)) === utc)
  return real.length > 0 ? Math.min(...real) : Math.max(...candidates)
}

const dayLength = 86_400_000

/** The wall's time read as if it were UTC. */
function asUtc({ year, month, day, hour, minute, second, millisecond }: WallTime): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, millisecond)
  return date.getTime()
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = newFormat(zone)
  if (formats.size >= mostFormats) formats.clear()
  formats.set(zone, made)
  return made
}

function newFormat(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    })
  } catch {
    return badArgument(`there is no time zone ${zone.slice(0, 60)}. Use one such as Europe/Berlin or UTC.`)
  }
}
