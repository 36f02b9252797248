import { Zip, ZipDeflate, ZipPassThrough } from "fflate"
import { joinBytes } from "../../lib/joinBytes.ts"
import { ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import { archiveEnd, endSize } from "./archiveList.ts"
import { nextPiece, openFile } from "./feed.ts"
import { createPieceReader } from "./pieceReader.ts"
import { takeBytes } from "./sink.ts"
import type { ZipInput } from "./zipJob.ts"

/** The time that all files in an archive bear: the earliest that the format knows. */
const anyTime = new Date(1980, 0, 1)

/** So many bytes are folded at once. It is always as many, however they come: what they fold to depends on it. */
const portion = 65_536

/** Makes an archive; the same files always give the same bytes. */
export const work: JobWork<ZipInput, null> = async ({ entries, level }, { call, progress }) => {
  const all = entries.reduce((sum, { size }) => sum + size, 0)
  let made: Uint8Array[] = []
  let [got, handed] = [0, 0]
  const zip = new Zip((cause, bytes) => {
    if (cause) throw cause
    made.push(bytes)
  })
  const handOver = async (): Promise<boolean> => {
    const bytes = joinBytes(made)
    made = []
    handed += bytes.length
    return bytes.length === 0 || (await call(takeBytes, bytes)) === true
  }
  for (const [at, { name }] of entries.entries()) {
    if ((await call(openFile, at)) !== true) return ok(null)
    const { take } = createPieceReader(async () => (await call(nextPiece)) as Uint8Array | null)
    const file = level === 0 ? new ZipPassThrough(name) : new ZipDeflate(name, { level })
    file.mtime = anyTime
    zip.add(file)
    for (let isLast = false; !isLast; ) {
      const bytes = await take(portion)
      isLast = bytes.length < portion
      file.push(bytes, isLast)
      got += bytes.length
      progress(all === 0 ? 1 : Math.min(1, got / all))
      if (!(await handOver())) return ok(null)
    }
  }
  zip.end()
  // The library counts no further than the plain form of zip does, so that the end is written here.
  const list = joinBytes(made).slice(0, -endSize)
  made = [list, archiveEnd(entries.length, { start: handed, size: list.length })]
  await handOver()
  return ok(null)
}
