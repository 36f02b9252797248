import { isMap, type Json } from "../lib/json.ts"
import { keyIn } from "../lib/keyForms.ts"

/** Fields whose plain values are nobody's business, whatever they look like. */
const secretNames = /(authorization|api[-_]?key|token|password|passphrase|secret|cookie)$/i

/** Whether a field of this name holds what is not to be shown. A text with an expression names a secret and does not hold one. */
export function isHidden(name: string, value: Json): boolean {
  return secretNames.test(name) && typeof value === "string" && value !== "" && !value.includes("{{")
}

/** The value of a field with this in place of all that is not to be shown, at any depth. */
export function withoutHidden(name: string, value: Json, instead: string): Json {
  if (typeof value === "string") return isHidden(name, value) || keyIn(value) !== undefined ? instead : value
  if (Array.isArray(value)) return value.map(item => withoutHidden(name, item, instead))
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, withoutHidden(key, part as Json, instead)]),
  )
}
