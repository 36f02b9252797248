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

/** So much of an archive's end has to be at hand: the list of a hundred thousand files. */
export const longestList = 16_000_000

const [endMark, entryMark] = [0x06054b50, 0x02014b50]
/** The size of an archive's end. */
export const endSize = 22
const entrySize = 46
/** The first digits of a link's mode. */
const linkMode = 0xa
/*
 * What stands in place of a number that is too large for its field. The larger form of zip has it elsewhere: of the
 * list in a second end, which a mark before the first one leads to; of a file in a field behind its name.
 */
const [manyMore, elsewhere] = [0xffff, 0xffffffff]
const [largeEndMark, leadMark] = [0x06064b50, 0x07064b50]
const [largeEndSize, leadSize, largeField] = [56, 20, 1]

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
  const found = listIn(view, mark, before)
  if (found === null) return cut
  const { count, start } = found
  if (start < before) return err(`its list of files is longer than ${longestList / 1_000_000} MB`)
  const list: ListedEntry[] = []
  let at = start - before
  for (let entry = 0; entry < count; entry++) {
    if (at + entrySize > end.length || view.getUint32(at, true) !== entryMark) return cut
    const number = (field: number) => view.getUint32(at + field, true)
    const short = (field: number) => view.getUint16(at + field, true)
    const next = at + entrySize + short(28) + short(30) + short(32)
    if (next > end.length) return cut
    const name = end.subarray(at + entrySize, at + entrySize + short(28))
    const numbers = numbersAt(view, at)
    if (numbers === null) return cut
    list.push({
      name: new TextDecoder().decode(name),
      ...{ check: number(16), method: short(10), ...numbers },
      isLocked: (short(8) & 1) === 1,
      isLink: number(38) >>> 28 === linkMode,
    })
    at = next
  }
  return ok(list.sort((a, b) => a.start - b.start))
}

const large = (view: DataView, at: number) => Number(view.getBigUint64(at, true))

/** How many files the list has, and where in the archive it begins; null where its end leads nowhere. */
function listIn(view: DataView, mark: number, before: number) {
  const count = view.getUint16(mark + 10, true)
  const start = view.getUint32(mark + 16, true)
  const lead = mark - leadSize
  const isLed = lead >= 0 && view.getUint32(lead, true) === leadMark
  if (!isLed || (count !== manyMore && start !== elsewhere))
    return start === elsewhere ? null : { count, start }
  const at = large(view, lead + 8) - before
  if (at < 0 || at + largeEndSize > lead || view.getUint32(at, true) !== largeEndMark) return null
  return { count: large(view, at + 32), start: large(view, at + 48) }
}

/** The size of an entry unfolded and folded, and where it begins; null where one of them is nowhere. */
function numbersAt(view: DataView, entry: number) {
  const numbers = [24, 20, 42].map(field => view.getUint32(entry + field, true))
  let at = entry + entrySize + view.getUint16(entry + 28, true)
  const end = at + view.getUint16(entry + 30, true)
  while (at + 4 <= end && view.getUint16(at, true) !== largeField) at += 4 + view.getUint16(at + 2, true)
  at += 4
  for (const [place, number] of numbers.entries()) {
    if (number !== elsewhere) continue
    if (at + 8 > end) return null
    numbers[place] = large(view, at)
    at += 8
  }
  const [size = 0, packed = 0, start = 0] = numbers
  return { size, packed, start }
}

/** The end of an archive of so many files: of more than its plain form can count, in the larger one as well. */
export function archiveEnd(
  count: number,
  list: { readonly start: number; readonly size: number },
): Uint8Array {
  const isLarge = count >= manyMore
  const end = new Uint8Array((isLarge ? largeEndSize + leadSize : 0) + endSize)
  const view = new DataView(end.buffer)
  const mark = end.length - endSize
  if (isLarge) {
    const [version, lead] = [45, largeEndSize]
    view.setUint32(0, largeEndMark, true)
    view.setBigUint64(4, BigInt(largeEndSize - 12), true)
    view.setUint16(12, version, true)
    view.setUint16(14, version, true)
    for (const [at, number] of [
      [24, count],
      [32, count],
      [40, list.size],
      [48, list.start],
    ] as const)
      view.setBigUint64(at, BigInt(number), true)
    view.setUint32(lead, leadMark, true)
    view.setBigUint64(lead + 8, BigInt(list.start + list.size), true)
    view.setUint32(lead + 16, 1, true)
  }
  view.setUint32(mark, endMark, true)
  for (const at of [8, 10]) view.setUint16(mark + at, Math.min(count, manyMore), true)
  view.setUint32(mark + 12, list.size, true)
  view.setUint32(mark + 16, list.start, true)
  return end
}
