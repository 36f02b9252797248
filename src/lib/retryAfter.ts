/** The longest wait that a server can ask for: what asks for more is taken for this. */
export const longestRetryAfter = 3_600_000

/** The milliseconds that a Retry-After header asks for, in seconds or as a date; null where it says nothing usable. */
export function retryAfterOf(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  const text = header.trim()
  const wait = /^\d{1,15}$/.test(text)
    ? Number(text) * 1000
    : /[A-Za-z]/.test(text)
      ? Date.parse(text) - now
      : Number.NaN
  return Number.isFinite(wait) && wait >= 0 ? Math.min(wait, longestRetryAfter) : null
}
