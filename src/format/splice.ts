/** A part of a text, and what is to stand in its place. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The splices from front to back. At one place what is inserted comes before what is replaced, in order given. */
export function inOrder(splices: readonly Splice[]): readonly Splice[] {
  return splices
    .map((splice, index) => ({ splice, index }))
    .sort(
      (a, b) =>
        a.splice.start - b.splice.start ||
        Number(a.splice.end > a.splice.start) - Number(b.splice.end > b.splice.start) ||
        a.index - b.index,
    )
    .map(({ splice }) => splice)
}

/** Whether none of the splices, which are in order, begins before the end of another. */
export function areApart(splices: readonly Splice[]): boolean {
  return splices.every(({ start }, index) => start >= (splices[index - 1]?.end ?? 0))
}

/** The part of the text between two offsets after the splices, which are in order and lie within it. */
export function spliced(text: string, splices: readonly Splice[], from = 0, to = text.length): string {
  let result = ""
  let at = from
  for (const { start, end, text: replacement } of splices) {
    result += text.slice(at, start) + replacement
    at = end
  }
  return result + text.slice(at, to)
}
