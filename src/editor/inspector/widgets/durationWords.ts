const units: readonly (readonly [unit: string, one: string])[] = [
  ["d", "day"],
  ["h", "hour"],
  ["m", "minute"],
  ["s", "second"],
  ["ms", "millisecond"],
]

/** A written duration in words, as `2h30m` is 2 hours 30 minutes; null for what is none. */
export function sayDuration(text: string): string | null {
  if (!/^(?:\d+(?:ms|[dhms]))+$/.test(text)) return null
  return [...text.matchAll(/(\d+)(ms|[dhms])/g)]
    .map(([, count, unit]) => {
      const one = units.find(([name]) => name === unit)?.[1] ?? ""
      return count === "1" ? `1 ${one}` : `${count} ${one}s`
    })
    .join(" ")
}
