import { formatDuration, longestDuration } from "../lib/durations.ts"

const units: readonly (readonly [size: number, ...names: string[]])[] = [
  [1, "ms", "msec", "millisecond"],
  [1_000, "s", "sec", "second"],
  [60_000, "m", "min", "minute"],
  [3_600_000, "h", "hr", "hour"],
  [86_400_000, "d", "day"],
  [604_800_000, "w", "week"],
]

/**
 * The duration that someone meant who wrote it in another way: `30` is 30s, `1.5 hours` is 1h30m. A bare number is
 * taken for seconds.
 */
export function guessDuration(written: unknown): string | undefined {
  const text = String(written).toLowerCase()
  if (text.length > 100) return undefined
  const part = /\s*(\d{1,15}(?:\.\d{1,15})?)\s*([a-z]*)[\s,]*(?:and\b)?/y
  let total = 0
  while (part.lastIndex < text.length) {
    const [, count, name = ""] = part.exec(text) ?? []
    if (count === undefined) return undefined
    const unit = name === "" ? "s" : name.replace(/(?<=..)s$/, "")
    const size = units.find(([, ...names]) => names.includes(unit) || names.includes(name))?.[0]
    if (size === undefined) return undefined
    total += Number(count) * size
  }
  return text.trim() !== "" && total <= longestDuration ? formatDuration(total) : undefined
}
