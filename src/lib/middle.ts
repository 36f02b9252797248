/** The number in the middle of them, of which as many are less as are more; not a number where there is none. */
export function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
}
