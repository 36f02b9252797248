/** What the list at the end of an archive says of a file. */
export interface ListedEntry {
  readonly check: number
  readonly size: number
  /** It opens with a password alone. */
  readonly isLocked: boolean
  /** It is a link to somewhere else, as systems with such links pack them. */
  readonly isLink: boolean
}

const [endMark, entryMark] = [0x06054b50, 0x02014b50]
const [endSize, entrySize] = [22, 46]
/** The first digits of a link's mode. */
const linkMode = 0xa

/** The list at the end of a zip archive, by name; null where there is none, as in one that was cut. */
export function archiveList(bytes: Uint8Array): ReadonlyMap<string, ListedEntry> | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // A comment may follow the end's mark.
  const earliest = Math.max(0, bytes.length - endSize - 65_535)
  let end = bytes.length - endSize
  while (end >= earliest && view.getUint32(end, true) !== endMark) end--
  if (end < earliest || end < 0) return null
  const list = new Map<string, ListedEntry>()
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  for (let entry = 0; entry < count; entry++) {
    if (at + entrySize > bytes.length || view.getUint32(at, true) !== entryMark) return null
    const [name, extra, comment] = [28, 30, 32].map(field => view.getUint16(at + field, true))
    const start = at + entrySize
    const text = new TextDecoder().decode(bytes.subarray(start, start + (name ?? 0)))
    list.set(text, {
      check: view.getUint32(at + 16, true),
      size: view.getUint32(at + 24, true),
      isLocked: (view.getUint16(at + 8, true) & 1) === 1,
      isLink: view.getUint32(at + 38, true) >>> 28 === linkMode,
    })
    at = start + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return list
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** The sum by which an archive knows whether a file came out as it went in: CRC-32. */
export function checkOf(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (let at = 0; at < bytes.length; at++)
    value = (value >>> 8) ^ (table[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0)
  return (value ^ 0xffffffff) >>> 0
}
