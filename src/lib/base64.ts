import { err, ok, type Result } from "./result.ts"

const chunk = 0x8000

/** Bytes as base64 text. */
export function toBase64(bytes: Uint8Array): string {
  let text = ""
  for (let from = 0; from < bytes.length; from += chunk) {
    text += String.fromCharCode(...bytes.subarray(from, from + chunk))
  }
  return btoa(text)
}

/** The bytes that base64 text stands for. */
export function fromBase64(text: string): Result<Uint8Array, "malformed"> {
  try {
    const raw = atob(text)
    return ok(Uint8Array.from(raw, letter => letter.charCodeAt(0)))
  } catch {
    return err("malformed")
  }
}
