import { joinBytes } from "../../lib/joinBytes.ts"

/** Reads what comes piece by piece as if it lay there whole: in order, so many bytes at a time. */
export interface PieceReader {
  /** So many bytes, or fewer where it ends before. */
  take(count: number): Promise<Uint8Array>
  /** The bytes that come next, at least one and at most so many; none at the end. */
  some(most: number): Promise<Uint8Array>
  /** How many bytes were read. */
  at(): number
}

/** Makes a reader of what `next` gives until it gives null. */
export function createPieceReader(next: () => Promise<Uint8Array | null>): PieceReader {
  let rest: Uint8Array = new Uint8Array(0)
  let [at, isOver] = [0, false]

  async function some(most: number): Promise<Uint8Array> {
    while (rest.length === 0 && !isOver) {
      const piece = await next()
      isOver = piece === null
      rest = piece ?? rest
    }
    const taken = rest.slice(0, most)
    rest = rest.subarray(taken.length)
    at += taken.length
    return taken
  }

  return {
    some,
    async take(count) {
      const parts: Uint8Array[] = []
      let left = count
      while (left > 0) {
        const part = await some(left)
        if (part.length === 0) break
        parts.push(part)
        left -= part.length
      }
      return parts.length === 1 && parts[0] ? parts[0] : joinBytes(parts)
    },
    at: () => at,
  }
}
