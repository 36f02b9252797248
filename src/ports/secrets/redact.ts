import { toBase64 } from "../../lib/base64.ts"
import { joinBytes } from "../../lib/joinBytes.ts"
import { secretMark } from "../../syntax/secrets.ts"

/*
 * A server may echo the key that it was sent. So whatever comes back from a request with a secret is searched for
 * its value (as it is, as it stands in an address, and as base64) before anyone sees it.
 */

/** Shorter values would be found by chance everywhere. */
const shortest = 4

/** The text without the values. */
export function redactText(text: string, values: readonly string[]): string {
  return formsOf(values).reduce((rest, form) => rest.replaceAll(form, secretMark), text)
}

/** The bytes without the values; the very same where none stands in them. */
export function redactBytes(bytes: Uint8Array, values: readonly string[]): Uint8Array {
  const encoder = new TextEncoder()
  const mark = encoder.encode(secretMark)
  return formsOf(values).reduce((rest, form) => replaceAll(rest, encoder.encode(form), mark), bytes)
}

/** The ways in which the values show up: as they are, as they stand in an address, and as base64. */
export function formsOf(values: readonly string[]): string[] {
  const forms = values
    .filter(value => value.length >= shortest)
    .flatMap(value => {
      const base64 = toBase64(new TextEncoder().encode(value))
      return [value, encodeURIComponent(value.toWellFormed()), base64, base64.replace(/=+$/, "")]
    })
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

function replaceAll(bytes: Uint8Array, sought: Uint8Array, by: Uint8Array): Uint8Array {
  // Text of one letter for each byte is searched by the platform, however often the first byte comes.
  const oneByOne = new TextDecoder("latin1")
  const [text, form] = [oneByOne.decode(bytes), oneByOne.decode(sought)]
  const parts: Uint8Array[] = []
  let from = 0
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, from)) {
    parts.push(bytes.subarray(from, at), by)
    from = at + form.length
  }
  return from === 0 ? bytes : joinBytes([...parts, bytes.subarray(from)])
}
