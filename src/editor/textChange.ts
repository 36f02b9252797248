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
  const start = mostAlike(most, size => before.slice(0, size) === after.slice(0, size))
  const tail = mostAlike(
    most - start,
    size => before.slice(before.length - size) === after.slice(after.length - size),
  )
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) }
}

/** The largest size up to the most at which two texts are alike, where they are so at every smaller one too. */
function mostAlike(most: number, isAlike: (size: number) => boolean): number {
  let low = 0
  let high = most
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (isAlike(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** The text after the change. */
export function changed(text: string, change: TextChange): string {
  return text.slice(0, change.start) + change.text + text.slice(change.end)
}
