import { t } from "../language/t.ts"

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" })
const dates = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" })

/** How long ago a moment was, in words; a date where that says more. */
export function ago(moment: number, now: number): string {
  const passed = Math.max(0, now - moment)
  if (passed > 14 * 86_400_000) return dates.format(moment)
  const unit = units.find(([, size]) => passed >= size)
  return unit ? words.format(-Math.floor(passed / unit[1]), unit[0]) : t`just now`
}
