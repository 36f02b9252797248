/** The MD5 of the bytes, as RFC 1321 has it, in hexadecimal. Synchronous, so that an expression can use it. */
export function md5Hex(bytes: Uint8Array): string {
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  const padded = pad(bytes)
  for (let block = 0; block < padded.byteLength; block += 64) addBlock(state, padded, block)
  const view = new DataView(new ArrayBuffer(16))
  for (const [at, word] of state.entries()) view.setUint32(at * 4, word, true)
  return Array.from(new Uint8Array(view.buffer), byte => byte.toString(16).padStart(2, "0")).join("")
}

/** The message, a one bit, zeros, and the length in bits, in blocks of 64 bytes. */
function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array((Math.floor((bytes.length + 8) / 64) + 1) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, bytes.length << 3, true)
  view.setUint32(padded.length - 4, Math.floor(bytes.length / 0x2000_0000), true)
  return view
}

const turns = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const

const sines = Uint32Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32))

function addBlock(state: Uint32Array, message: DataView, offset: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let at = 0; at < 64; at++) {
    const round = at >> 4
    const [mixed, word] = mix(round, at, b, c, d)
    const sum = (a + mixed + (sines[at] ?? 0) + message.getUint32(offset + word * 4, true)) >>> 0
    const turn = turns[round]?.[at & 3] ?? 0
    const next = (b + ((sum << turn) | (sum >>> (32 - turn)))) >>> 0
    ;[a, b, c, d] = [d, next, b, c]
  }
  for (const [at, word] of [a, b, c, d].entries()) state[at] = (state[at] ?? 0) + word
}

/** What one of the four rounds mixes, and which word of the block it takes. */
function mix(round: number, at: number, b: number, c: number, d: number): readonly [number, number] {
  if (round === 0) return [(b & c) | (~b & d), at]
  if (round === 1) return [(d & b) | (~d & c), (5 * at + 1) & 15]
  if (round === 2) return [b ^ c ^ d, (3 * at + 5) & 15]
  return [c ^ (b | ~d), (7 * at) & 15]
}
