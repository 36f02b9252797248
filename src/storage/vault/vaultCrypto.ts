/*
 * How the vault's values are kept: AES-GCM with 256 bits, under a key that is either made here and can never leave
 * this browser, or is wrapped under one that comes from a passphrase by Argon2id. What is known of a secret is bound
 * to its value, so that a host that is written into the stored data from outside makes it unreadable.
 */

/** Bytes that were encrypted, with the number that was used once. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** How a passphrase becomes a key: kept beside the lock, so that it may grow stronger later. */
export interface Stretching {
  readonly salt: Uint8Array<ArrayBuffer>
  /** KiB of memory. */
  readonly memory: number
  readonly passes: number
}

/** A key for values that cannot be taken out of this browser. */
export function createLocalKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
}

/** Bytes of a new key. */
export function createKeyBytes(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(32))
}

/** The key of these bytes, which cannot be read back from it. */
export function keyOfBytes(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"])
}

/** How a new passphrase is stretched: a quarter of a second of one computer, and memory that many at once lack. */
export function freshStretching(): Stretching {
  return { salt: crypto.getRandomValues(new Uint8Array(16)), memory: 65_536, passes: 3 }
}

/** The key that a passphrase stands for. */
export async function keyOfPassphrase(
  passphrase: string,
  { salt, memory, passes }: Stretching,
): Promise<CryptoKey> {
  const { argon2id } = await import("hash-wasm")
  const bytes = await argon2id({
    ...{ password: passphrase.normalize("NFKC"), salt, memorySize: memory, iterations: passes },
    ...{ parallelism: 1, hashLength: 32, outputType: "binary" },
  })
  return keyOfBytes(new Uint8Array(bytes))
}

/** Encrypts, bound to what is known beside it. */
export async function seal(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>, bound: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const additionalData = new TextEncoder().encode(bound)
  return {
    iv,
    bytes: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, bytes)),
  }
}

/** Decrypts; null where the key is another, or anything was changed. */
export async function unseal(
  key: CryptoKey,
  { iv, bytes }: Sealed,
  bound: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const additionalData = new TextEncoder().encode(bound)
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, bytes))
  } catch {
    return null
  }
}
