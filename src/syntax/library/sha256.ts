/** The SHA-256 of the bytes, as FIPS 180-4 has it, in hexadecimal. Synchronous, so that an expression can use it. */
export function sha256Hex(bytes: Uint8Array): string {
  const state = Uint32Array.from(primeRoots(8, 2))
  const padded = pad(bytes)
  const words = new Uint32Array(64)
  for (let block = 0; block < padded.byteLength; block += 64) addBlock(state, words, padded, block)
  return [...state].map(word => word.toString(16).padStart(8, "0")).join("")
}

/** The message, a one bit, zeros, and the length in bits, in blocks of 64 bytes. */
function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array((Math.floor((bytes.length + 8) / 64) + 1) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x2000_0000))
  view.setUint32(padded.length - 4, bytes.length << 3)
  return view
}

function addBlock(state: Uint32Array, w: Uint32Array, message: DataView, offset: number): void {
  for (let t = 0; t < 16; t++) w[t] = message.getUint32(offset + t * 4)
  for (let t = 16; t < 64; t++) {
    const [x, y] = [w[t - 15] ?? 0, w[t - 2] ?? 0]
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
    w[t] = (w[t - 16] ?? 0) + s0 + (w[t - 7] ?? 0) + s1
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (constants[t] ?? 0) + (w[t] ?? 0)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const sums = [a, b, c, d, e, f, g, h]
  for (let index = 0; index < 8; index++) state[index] = (state[index] ?? 0) + (sums[index] ?? 0)
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

const constants = Uint32Array.from(primeRoots(64, 3))

/** The first 32 bits of the fractions of the square or cube roots of the first primes. */
function primeRoots(count: number, degree: 2 | 3): number[] {
  const roots: number[] = []
  for (let n = 2; roots.length < count; n++) {
    if (isPrime(n)) roots.push(fractionOfRoot(n, degree))
  }
  return roots
}

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false
  return true
}

/** Exactly, in whole numbers: the engine's own roots may differ in the last bit. */
function fractionOfRoot(n: number, degree: 2 | 3): number {
  const scaled = BigInt(n) << BigInt(32 * degree)
  let low = 0n
  let high = BigInt(n) << 32n
  while (low < high) {
    const middle = (low + high + 1n) / 2n
    if (middle ** BigInt(degree) <= scaled) low = middle
    else high = middle - 1n
  }
  return Number(low & 0xffff_ffffn)
}
