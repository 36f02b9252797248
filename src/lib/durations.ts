import { err, ok, type Result } from "./result.ts"

/*
 * A duration is written as people say it: `90s`, `5m`, `2h30m`, `1d`, `250ms`. Units go from large to small,
 * each at most once, and the number before a unit is whole. In memory it is a number of milliseconds.
 */

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
] as const

/** The pattern of a written duration, for schemas. */
export const durationPattern = /^(?=\d)(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?$/

/** The longest duration that a document may name: ten years. Longer ones are taken for a slip. */
export const longestDuration = 3650 * 86_400_000

/** Reads a written duration as milliseconds. */
export function parseDuration(text: string): Result<number, "malformed" | "too long"> {
  if (!durationPattern.test(text)) return err("malformed")
  let total = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[dhms])/g)) {
    const size = units.find(([name]) => name === unit)?.[1] ?? 0
    total += Number(count) * size
  }
  return total > longestDuration ? err("too long") : ok(total)
}

/** Writes milliseconds as the shortest duration that says the same. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds)
  let text = ""
  for (const [name, size] of units) {
    const count = Math.floor(rest / size)
    if (count > 0) text += `${count}${name}`
    rest -= count * size
  }
  return text === "" ? "0s" : text
}
