import { type ByteStream, StreamFailure } from "../../model/byteStream.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { Problem } from "../../model/problems.ts"

/** A stream that a job asks for piece by piece, in its thread. */
export interface Fed {
  /** What the job is answered: the next bytes, null at the end or where the stream broke. */
  next(): Promise<Uint8Array | null>
  /** Why the stream broke, if it did. */
  problem(): Problem | null
  /** Lets go of what was not asked for. */
  end(): Promise<void>
}

/** What a job calls for the next piece. */
export const nextPiece = "next"

/** Feeds a job from the stream. */
export function fedFrom(path: string, bytes: ByteStream): Fed {
  const reader = bytes.getReader()
  let problem: Problem | null = null
  return {
    async next() {
      try {
        return (await reader.read()).value ?? null
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        problem = cause instanceof StreamFailure ? cause.problem : fileProblem("file_trouble", { path, why })
        return null
      }
    },
    problem: () => problem,
    end: () => reader.cancel().catch(() => {}),
  }
}
