/**
 * The text, if it is no longer than so many letters; else its first and its last half of that, since what went wrong
 * is said at the end, and how much is left out between, so that nobody takes the rest for the whole.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const half = Math.floor(most / 2)
  const left = text.length - 2 * half
  return `${text.slice(0, half)}\n… ${left} letters left out …\n${text.slice(text.length - half)}`
}
