import { fromBase64 } from "../lib/base64.ts"
import { type LargeFiles, readLargeRow } from "../model/largeFiles.ts"

/** Puts the large files of a backup where such files are kept, piece by piece as they come. */
export interface LargeRestoring {
  /** Takes a line of the backup; whether it is the next piece of a file. */
  take(line: { readonly [field: string]: unknown }): Promise<boolean>
  /** Waits until the last file is whole. */
  end(): Promise<void>
  /** Lets go of a file that did not become whole. */
  leave(): Promise<void>
}

interface Open {
  readonly name: string
  readonly size: number
  at: number
  readonly writer: WritableStreamDefaultWriter<Uint8Array>
  readonly kept: Promise<unknown>
}

/** Begins to restore; without a place for large files they are passed over, and files that are there stay. */
export function createLargeRestoring(large: LargeFiles | undefined): LargeRestoring {
  let open: Open | null = null

  async function begin(name: string, size: number): Promise<Open> {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const isThere = (await large?.find(name))?.size === size
    const kept = large && !isThere ? large.keep(readable, name) : readable.pipeTo(new WritableStream())
    // Whoever writes hears of it too.
    kept.catch(() => {})
    return { name, size, at: 0, writer: writable.getWriter(), kept }
  }

  async function end(): Promise<void> {
    if (open === null) return
    const { writer, kept, at, size } = open
    if (at !== size) throw new Error("a large file is cut short")
    open = null
    await writer.close()
    await kept
  }

  return {
    async take(line) {
      const row = readLargeRow(line)
      const piece = typeof line.base64 === "string" ? fromBase64(line.base64) : undefined
      if (!row || !piece?.ok) return false
      if (open !== null && open.at === open.size) await end()
      open ??= await begin(row.large, row.size)
      const { name, at, size } = open
      if (name !== row.large || at !== line.from || at + piece.value.length > size) return false
      await open.writer.write(piece.value)
      open.at += piece.value.length
      return true
    },
    async end() {
      await end()
    },
    async leave() {
      await open?.writer.abort().catch(() => {})
      open = null
    },
  }
}
