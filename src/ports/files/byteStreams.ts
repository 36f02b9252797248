import { joinBytes } from "../../lib/joinBytes.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { type ByteStream, StreamFailure, streamOf } from "../../model/byteStream.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { Problem } from "../../model/problems.ts"

/** The most bytes that a file may have in a home that holds it as one value. */
export const largestWhole = 100_000_000

/** All bytes of a stream at once, for homes that hold a file as one value; more than they can hold are refused. */
export async function gather(
  path: string,
  bytes: ByteStream,
  most = largestWhole,
): Promise<Result<Uint8Array, Problem>> {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const each of bytes) {
      size += each.length
      // Leaving the loop cancels the stream.
      if (size > most) return err(fileProblem("file_beyond_home", { path, most: most / 1_000_000 }))
      pieces.push(each)
    }
  } catch (cause) {
    return err(brokenStream(path, cause))
  }
  return ok(joinBytes(pieces))
}

/** The bytes at once if there are no more than `most`, else all of them as a stream; nothing more is read ahead. */
export async function splitStream(
  path: string,
  bytes: ByteStream,
  most: number,
): Promise<Result<Uint8Array | ByteStream, Problem>> {
  const reader = bytes.getReader()
  const head: Uint8Array[] = []
  let size = 0
  try {
    while (size <= most) {
      const { value, done } = await reader.read()
      if (done) return ok(joinBytes(head))
      head.push(value)
      size += value.length
    }
  } catch (cause) {
    return err(brokenStream(path, cause))
  }
  return ok(
    new ReadableStream({
      async pull(controller) {
        const first = head.shift()
        const { value, done } = first ? { value: first, done: false } : await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: reason => reader.cancel(reason),
    }),
  )
}

/** Why a stream broke: the problem that travels in it, a full disk, or that it could not be read. */
export function brokenStream(path: string, cause: unknown): Problem {
  if (cause instanceof StreamFailure) return cause.problem
  if (cause instanceof Error && cause.name === "QuotaExceededError")
    return fileProblem("file_no_room", { path })
  return fileProblem("file_trouble", { path, why: cause instanceof Error ? cause.message : String(cause) })
}

/** The streams of a home that holds each file as one value. */
export function wholeStreams(home: {
  read(path: string): Promise<Result<Uint8Array, Problem>>
  write(path: string, bytes: Uint8Array): Promise<Result<void, Problem>>
}): {
  readStream(path: string): Promise<Result<ByteStream, Problem>>
  writeStream(path: string, bytes: ByteStream): Promise<Result<void, Problem>>
} {
  return {
    async readStream(path) {
      const bytes = await home.read(path)
      return bytes.ok ? ok(streamOf(bytes.value)) : bytes
    },
    async writeStream(path, bytes) {
      const whole = await gather(path, bytes)
      return whole.ok ? home.write(path, whole.value) : whole
    },
  }
}
