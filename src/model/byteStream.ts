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

/** The same bytes, each piece told as it comes, until there is a reason to stop, for which the stream breaks. */
export function watchedStream(
  bytes: ByteStream,
  stopped: () => Problem | null,
  came: (bytes: number) => void,
): ByteStream {
  const reader = bytes.getReader()
  return new ReadableStream({
    async pull(controller) {
      const why = stopped()
      if (why) {
        controller.error(new StreamFailure(why))
        await reader.cancel().catch(() => {})
        return
      }
      const { value, done } = await reader.read()
      if (done) return controller.close()
      came(value.length)
      controller.enqueue(value)
    },
    cancel: reason => reader.cancel(reason),
  })
}
