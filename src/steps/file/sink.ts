import { type ByteStream, StreamFailure } from "../../model/byteStream.ts"
import type { Answer, FileInfo, FilesPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"

/** A file that is written as a job makes it. */
export interface Sink {
  /** Takes the next bytes once there is room for them; false where the file cannot be written. */
  take(bytes: Uint8Array): Promise<boolean>
  /** The file once it is whole, or why it cannot be written; with a problem nothing of it is left. */
  end(problem: Problem | null): Answer<FileInfo>
}

/** What a job calls with the next bytes. */
export const takeBytes = "take"

/** Begins to write the file. */
export function sinkInto(files: FilesPort, path: string): Sink {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const written = files.writeStream(path, readable as ByteStream)
  // A file that is not written after all, as in a replay, is whole from the beginning on.
  const over = written.then(({ ok }) => ok)
  return {
    take: bytes =>
      Promise.race([
        writer.write(bytes).then(
          () => true,
          () => over,
        ),
        over,
      ]),
    end(problem) {
      const ending = problem === null ? writer.close() : writer.abort(new StreamFailure(problem))
      // A file that cannot be written has let go of its bytes, and says why itself.
      ending.catch(() => {})
      return written
    },
  }
}
