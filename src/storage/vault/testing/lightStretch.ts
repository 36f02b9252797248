import type { Stretch } from "../lock.ts"

/**
 * Stretches little, and within the browser: Argon2id takes a memory of WebAssembly each time, of which a process has
 * about a hundred, and those that one thread has done with are not free for another before they are collected.
 */
export const lightStretch: Stretch = async (passphrase, { salt }) => {
  const bytes = new TextEncoder().encode(passphrase)
  const base = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"])
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: 1 }
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
}
