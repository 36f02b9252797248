import { t } from "../../../language/t.ts"

/** How people count the units, by the letters that they are written with. */
const counted: { readonly [unit: string]: (count: number) => string } = {
  d: count => (count === 1 ? t`1 day` : t`${count} days`),
  h: count => (count === 1 ? t`1 hour` : t`${count} hours`),
  m: count => (count === 1 ? t`1 minute` : t`${count} minutes`),
  s: count => (count === 1 ? t`1 second` : t`${count} seconds`),
  ms: count => (count === 1 ? t`1 millisecond` : t`${count} milliseconds`),
}

/** A written duration in words, as `2h30m` is 2 hours 30 minutes; null for what is none. */
export function sayDuration(text: string): string | null {
  if (!/^(?:\d+(?:ms|[dhms]))+$/.test(text)) return null
  return [...text.matchAll(/(\d+)(ms|[dhms])/g)]
    .map(([, count = "", unit = ""]) => counted[unit]?.(Number(count)) ?? "")
    .join(" ")
}
