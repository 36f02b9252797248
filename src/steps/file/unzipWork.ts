import { Inflate } from "fflate"
import { joinBytes } from "../../lib/joinBytes.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { JobContext, JobWork } from "../../model/jobs.ts"
import type { Problem } from "../../model/problems.ts"
import { parseWritablePath } from "../../model/workspacePath.ts"
import { harmlessBytes, largestRatio } from "./archiveLimits.ts"
import { archiveList, type ListedEntry, longestList } from "./archiveList.ts"
import { crc32 } from "./crc32.ts"
import { nextPiece, openFile } from "./feed.ts"
import { fileStepProblem } from "./fileStepProblems.ts"
import { createPieceReader, type PieceReader } from "./pieceReader.ts"
import { takeBytes } from "./sink.ts"
import { beginFile, endFile, type UnzipInput } from "./unzipJob.ts"

/** So much of an archive is unfolded at once: what it comes to is counted before more is. */
const portion = 32_768

/** Where a file's own head says how long it is: its mark, the lengths of its name and of what else is said. */
const [headMark, headSize] = [0x04034b50, 30]

/**
 * Reads an archive by the list at its end, and counts what it really unfolds to: what its headers claim proves nothing.
 * Names are paths of the workspace or the whole archive is refused.
 */
export const work: JobWork<UnzipInput, readonly ListedEntry[]> = async (input, context) => {
  if ((await context.call(openFile)) !== true) return ok([])
  const end = await endOf(input.size, readerOf(context))
  const listed = listOf(input, end)
  if (!listed.ok) return listed
  // What is all at hand is not asked for again.
  let whole: Uint8Array | null = end.before === 0 ? end.bytes : null
  if (whole === null && (await context.call(openFile)) !== true) return ok([])
  const once = async () => {
    const bytes = whole
    whole = null
    return bytes
  }
  const reader = whole === null ? readerOf(context) : createPieceReader(once)
  const at = { ...input, give: new Set(input.give), reader, counted: { size: 0 }, context }
  for (const entry of listed.value) {
    const unfolded = await unfold(entry, at)
    if (!unfolded.ok) return unfolded
    if (!unfolded.value) return listed
  }
  // What was read to its end can be recorded.
  await skipTo(reader, Number.POSITIVE_INFINITY)
  return listed
}

function readerOf({ call }: JobContext): PieceReader {
  return createPieceReader(async () => (await call(nextPiece)) as Uint8Array | null)
}

const broken = (path: string, why: string) => fileStepProblem("archive_broken", { path, why })

/** The last bytes of an archive, and how many come before them. */
interface ArchiveEnd {
  readonly bytes: Uint8Array
  readonly before: number
}

async function endOf(size: number, reader: PieceReader): Promise<ArchiveEnd> {
  await skipTo(reader, size - longestList)
  const before = reader.at()
  return { before, bytes: await reader.take(2 * longestList) }
}

/** The files of the archive, under the paths that they have in a workspace; or why there is something wrong with it. */
function listOf(
  { path, most }: UnzipInput,
  { bytes, before }: ArchiveEnd,
): Result<readonly ListedEntry[], Problem> {
  const list = archiveList(bytes, before)
  if (!list.ok) {
    const isOther = before === 0 && (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    return err(broken(path, isOther ? "it does not begin as a zip file does" : list.error))
  }
  const names = new Set<string>()
  const files: ListedEntry[] = []
  for (const entry of list.value) {
    const { name: written, isLocked, isLink } = entry
    if (isLocked) return err(fileStepProblem("archive_locked", { path, name: written }))
    if (isLink) return err(fileStepProblem("archive_link", { path, name: written }))
    const isFolder = written.endsWith("/")
    const name = parseWritablePath(isFolder ? written.slice(0, -1) : written)
    if (!name.ok)
      return err(fileStepProblem("archive_bad_name", { path, name: written, why: name.error.message }))
    if (isFolder) continue
    const same = name.value.normalize("NFC").toLowerCase()
    if (names.has(same)) return err(fileStepProblem("archive_twice", { path, name: name.value }))
    names.add(same)
    files.push({ ...entry, name: name.value })
    if (files.length > most) return err(fileStepProblem("archive_entries", { path, most }))
  }
  return ok(files)
}

/** Goes on to a place further on, or to the end. */
async function skipTo(reader: PieceReader, place: number): Promise<void> {
  while (reader.at() < place && (await reader.some(place - reader.at())).length > 0);
}

/** Unfolds a file of the archive, and hands it over where that is wanted; false where nobody takes it any more. */
async function unfold(
  entry: ListedEntry,
  at: Omit<UnzipInput, "give"> & {
    readonly give: ReadonlySet<string>
    readonly reader: PieceReader
    readonly counted: { size: number }
    readonly context: JobContext
  },
): Promise<Result<boolean, Problem>> {
  const { path, reader, counted, context } = at
  const isWrong = (why: string) => err(broken(path, why))
  await skipTo(reader, entry.start)
  const head = await reader.take(headSize)
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  if (reader.at() !== entry.start + headSize || view.getUint32(0, true) !== headMark)
    return isWrong(`${entry.name} does not stand where its list says`)
  await skipTo(reader, reader.at() + view.getUint16(26, true) + view.getUint16(28, true))
  // What its head says and what the list says has to be the same.
  const method = view.getUint16(8, true)
  if (method !== entry.method || (method !== 0 && method !== 8))
    return isWrong(`${entry.name} is folded in a way that is not known here (${method})`)

  let made: Uint8Array[] = []
  const inflate = entry.method === 8 ? new Inflate(bytes => void made.push(bytes)) : null
  const isGiven = at.give.has(entry.name)
  if (isGiven && (await context.call(beginFile, entry.name)) !== true) return ok(false)
  let [size, check, left] = [0, 0, entry.packed]
  do {
    const piece = await reader.some(Math.min(left, portion))
    if (piece.length === 0 && left > 0) return isWrong("it ends in the middle of a file")
    left -= piece.length
    try {
      if (inflate) inflate.push(piece, left === 0)
      else made.push(piece)
    } catch (cause) {
      return isWrong(cause instanceof Error ? cause.message : "it cannot be read")
    }
    const bytes = joinBytes(made)
    made = []
    size += bytes.length
    counted.size += bytes.length
    check = crc32(bytes, check)
    const tooMuch = limitBroken(at, counted.size)
    if (tooMuch !== null) return err(tooMuch)
    if (isGiven && bytes.length > 0 && (await context.call(takeBytes, bytes)) !== true) return ok(false)
    context.progress(Math.min(1, reader.at() / at.size))
  } while (left > 0)
  if (size !== entry.size || check !== entry.check)
    return isWrong(`${entry.name} does not come out as it went in`)
  if (isGiven) await context.call(endFile)
  return ok(true)
}

function limitBroken(
  { path, size, largest }: Pick<UnzipInput, "path" | "size" | "largest">,
  unfolded: number,
): Problem | null {
  if (unfolded > largest) return fileStepProblem("archive_too_big", { path, most: largest / 1_000_000 })
  return unfolded > harmlessBytes && unfolded > size * largestRatio
    ? fileStepProblem("archive_bomb", { path, most: largestRatio })
    : null
}
