/** A stretch of a text, and what stands there afterwards. */
export interface TextChange {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The smallest stretch that differs between two texts, and what stands there afterwards; null where none does. */
export function changeBetween(before: string, after: string): TextChange | null {
  if (before === after) return null
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  let tail = 0
  while (tail < most - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) }
}

/** The text after the change. */
export function changed(text: string, change: TextChange): string {
  return text.slice(0, change.start) + change.text + text.slice(change.end)
}
