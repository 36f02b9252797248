import { StreamFailure } from "../../model/byteStream.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { FilesPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"

/** Files that a job asks for piece by piece, in its thread. */
export interface Feed {
  /** Begins to read a file, in place of the one that was read before; or says why it cannot be read. */
  open(path: string): Promise<Problem | null>
  /** What the job is answered: the next bytes, null at the end or where the file cannot be read any further. */
  next(): Promise<Uint8Array | null>
  /** Why a file could not be read, if so. */
  problem(): Problem | null
  /** Lets go of what was not asked for. */
  end(): Promise<void>
}

/** What a job calls for the next piece. */
export const nextPiece = "next"

/** What a job calls to have a file read from its beginning. */
export const openFile = "open"

/** Feeds a job from the files of the workspace. */
export function createFeed(files: FilesPort): Feed {
  let [path, problem]: [string, Problem | null] = ["", null]
  let reader: ReadableStreamDefaultReader<Uint8Array> | null = null
  const end = async (): Promise<void> => reader?.cancel().catch(() => {})
  return {
    async open(wanted) {
      await end()
      const stream = await files.readStream(wanted)
      if (!stream.ok) problem = stream.error
      else {
        path = wanted
        reader = stream.value.getReader()
      }
      return problem
    },
    async next() {
      try {
        return (await reader?.read())?.value ?? null
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        problem = cause instanceof StreamFailure ? cause.problem : fileProblem("file_trouble", { path, why })
        return null
      }
    },
    problem: () => problem,
    end,
  }
}
