import { SecretHandle, SecretText, secretMark } from "./secrets.ts"

/*
 * A step that was given text with a secret in it must be able to work on it as on any text: put it into an address, a
 * header, a body of JSON. So where a kind's field may hold a secret, the step sees a token in its place, and the port
 * that unwraps secrets knows it again. A token is made of letters and digits alone, which come through all of that
 * unchanged; and it holds a word drawn anew by each thread, so that data that was made to look like one is none.
 *
 *     "Bearer {{ secrets.shop }}"  ──▶  SecretText  ──▶  "Bearer secret4f…736870x"  ──▶ port ──▶  parts, and a name
 */

const word = `secret${crypto.randomUUID().replaceAll("-", "")}`
const tokens = new RegExp(`${word}((?:[0-9a-f]{2})+)x`, "g")

/** The secret as text that a step may work on. */
export function tokenText(secret: SecretHandle | SecretText): string {
  if (secret instanceof SecretHandle) return tokenOf(SecretHandle.nameOf(secret))
  return SecretText.partsOf(secret)
    .map(part => (typeof part === "string" ? part : tokenText(part)))
    .join("")
}

/** The token of the secret with this name. */
export function tokenOf(name: string): string {
  const bytes = [...new TextEncoder().encode(name)]
  return `${word}${bytes.map(byte => byte.toString(16).padStart(2, "0")).join("")}x`
}

/** The text in parts: as it stands, and the names of secrets in the places of their tokens. */
export function splitTokens(text: string): (string | { readonly name: string })[] {
  if (!text.includes(word)) return text === "" ? [] : [text]
  const parts: (string | { readonly name: string })[] = []
  let from = 0
  for (const { 0: token, 1: hex = "", index } of text.matchAll(tokens)) {
    if (index > from) parts.push(text.slice(from, index))
    parts.push({ name: nameOf(hex) })
    from = index + token.length
  }
  if (from < text.length) parts.push(text.slice(from))
  return parts
}

/** The names of the secrets whose tokens stand in the text. */
export function tokenNames(text: string): string[] {
  return splitTokens(text).flatMap(part => (typeof part === "string" ? [] : [part.name]))
}

/** The text as it may be shown, logged or compared: the same in every thread. */
export function showTokens(text: string): string {
  return text.includes(word) ? text.replace(tokens, secretMark) : text
}

function nameOf(hex: string): string {
  return new TextDecoder().decode(Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16)))
}
