/** What a command writes to one stream, kept up to a limit. */
export interface Output {
  add(piece: Uint8Array): void
  text(): string
}

/**
 * Keeps the first and the last half of the limit, since what went wrong is said at the end, and counts what is left
 * out between, so that nobody takes the rest for the whole.
 */
export function createOutput(most: number): Output {
  const half = Math.floor(most / 2)
  let head: Uint8Array = new Uint8Array()
  let tail: Uint8Array[] = []
  let [tailSize, left] = [0, 0]

  /** Brings the tail back to its size, once it has grown well beyond it. */
  function trim(): void {
    const whole = Buffer.concat(tail)
    const over = Math.max(0, whole.length - half)
    left += over
    tail = [whole.subarray(over)]
    tailSize = whole.length - over
  }

  return {
    add(piece) {
      const room = half - head.length
      if (room > 0) head = Buffer.concat([head, piece.subarray(0, room)])
      const rest = Buffer.from(piece.subarray(Math.max(0, room)))
      if (rest.length === 0) return
      tail.push(rest)
      tailSize += rest.length
      if (tailSize > 2 * half + 65_536) trim()
    },
    text() {
      trim()
      const parts = left === 0 ? [Buffer.concat([head, ...tail])] : [head, ...tail]
      const texts = parts.map(part => new TextDecoder().decode(part))
      return texts.join(left === 0 ? "" : `\n… ${left} bytes left out …\n`)
    },
  }
}
