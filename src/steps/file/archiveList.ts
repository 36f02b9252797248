import { err, ok, type Result } from "../../lib/result.ts"

/** What the list at the end of an archive says of a file. */
export interface ListedEntry {
  readonly name: string
  readonly check: number
  readonly size: number
  /** How it is folded: 0 not at all, 8 as all programs do. */
  readonly method: number
  /** Where it begins in the archive, and how many bytes it has there. */
  readonly start: number
  readonly packed: number
  /** It opens with a password alone. */
  readonly isLocked: boolean
  /** It is a link to somewhere else, as systems with such links pack them. */
  readonly isLink: boolean
}

/** So much of an archive's end has to be at hand: the list of many thousands of files. */
export const longestList = 8_000_000

const [endMark, entryMark] = [0x06054b50, 0x02014b50]
const [endSize, entrySize] = [22, 46]
/** The first digits of a link's mode. */
const linkMode = 0xa
/** What stands in place of a number that is too large for its field. */
const elsewhere = 0xffffffff

/** The list at the end of a zip archive, in the order of the files in it; or why there is none. */
export function archiveList(
  end: Uint8Array,
  /** How many bytes of the archive come before these. */
  before: number,
): Result<readonly ListedEntry[], string> {
  const view = new DataView(end.buffer, end.byteOffset, end.byteLength)
  const cut = err("its list of files is missing, as if it had been cut")
  // A comment may follow the end's mark.
  const earliest = Math.max(0, end.length - endSize - 65_535)
  let mark = end.length - endSize
  while (mark >= earliest && view.getUint32(mark, true) !== endMark) mark--
  if (mark < earliest || mark < 0) return cut
  const count = view.getUint16(mark + 10, true)
  const start = view.getUint32(mark + 16, true)
  if (count === 0xffff || start === elsewhere) return err("it is larger than the plain form of zip can be")
  if (start < before) return err(`its list of files is longer than ${longestList / 1_000_000} MB`)
  const list: ListedEntry[] = []
  let at = start - before
  for (let entry = 0; entry < count; entry++) {
    if (at + entrySize > end.length || view.getUint32(at, true) !== entryMark) return cut
    const number = (field: number) => view.getUint32(at + field, true)
    const short = (field: number) => view.getUint16(at + field, true)
    const name = end.subarray(at + entrySize, at + entrySize + short(28))
    list.push({
      name: new TextDecoder().decode(name),
      ...{ check: number(16), size: number(24), method: short(10), start: number(42), packed: number(20) },
      isLocked: (short(8) & 1) === 1,
      isLink: number(38) >>> 28 === linkMode,
    })
    if ([20, 24, 42].some(field => number(field) === elsewhere))
      return err("it is larger than the plain form of zip can be")
    at += entrySize + short(28) + short(30) + short(32)
  }
  return ok(list.sort((a, b) => a.start - b.start))
}
