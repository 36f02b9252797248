import type { Problem } from "./problems.ts"

/** Bytes that come piece by piece. */
export type ByteStream = ReadableStream<Uint8Array>

/** How a stream breaks in the middle: the problem travels in it to whoever reads. */
export class StreamFailure extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.name = "StreamFailure"
    this.problem = problem
  }
}

/** So many bytes stand in one piece where whole bytes are given piece by piece. */
const piece = 256 * 1024

/** The bytes piece by piece, as they are wanted. */
export function streamOf(bytes: Uint8Array): ByteStream {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) {
        controller.close()
        return
      }
      controller.enqueue(bytes.slice(at, at + piece))
      at += piece
    },
  })
}
