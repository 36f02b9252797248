import { joinBytes } from "../../lib/joinBytes.ts"
import { formsOf, redactBytes } from "./redact.ts"

/** Takes the values of secrets out of bytes that come piece by piece. */
export interface Redactor {
  /** What of the bytes so far can be shown. */
  push(bytes: Uint8Array): Uint8Array
  /** What was held back. */
  end(): Uint8Array
}

/**
 * Makes a redactor of the values. It holds back no more than an end that may be the beginning of a value, so that
 * what is streamed comes as soon as it can.
 */
export function createRedactor(values: readonly string[]): Redactor {
  const forms = formsOf(values).map(form => new TextEncoder().encode(form))
  let held = new Uint8Array()
  return {
    push(bytes) {
      const clean = redactBytes(held.length === 0 ? bytes : joinBytes([held, bytes]), values)
      const from = clean.length - openEnd(clean, forms)
      held = clean.slice(from)
      return clean.subarray(0, from)
    },
    end() {
      const rest = held
      held = new Uint8Array()
      return rest
    },
  }
}

/** How many bytes at the end may be the beginning of a form. */
function openEnd(bytes: Uint8Array, forms: readonly Uint8Array[]): number {
  const longest = Math.max(0, ...forms.map(form => form.length - 1))
  for (let length = Math.min(longest, bytes.length); length > 0; length--) {
    const end = bytes.subarray(bytes.length - length)
    if (forms.some(form => form.length > length && end.every((byte, at) => byte === form[at]))) return length
  }
  return 0
}
