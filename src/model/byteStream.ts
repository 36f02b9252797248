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
