import type { Path } from "../lib/json.ts"
import { SecretHandle, SecretText } from "./secrets.ts"

/*
 * A value with secrets in it cannot be stored or sent to another thread as it is, since handles are known by their
 * class. Packed, the value is plain data that shows `[secret]` in their places, and a list beside it says which
 * secrets stand where. As that list is no part of the data, data cannot forge it.
 */

/** A value as plain data, with its secrets beside it. */
export interface Packed {
  readonly value: unknown
  readonly secrets: readonly PackedSecret[]
}

/** Where a secret stands: a handle, which is one part alone, or text with secrets in it. */
export interface PackedSecret {
  readonly path: Path
  readonly isText: boolean
  readonly parts: readonly (string | { readonly secret: string })[]
}

/** How deep secrets are looked for. */
const deepestSecret = 500

/** The value as plain data with its secrets beside it; a value without secrets is the very same. */
export function packSecrets(value: unknown): Packed {
  const secrets: PackedSecret[] = []
  const pack = (inner: unknown, path: Path): unknown => {
    if (inner instanceof SecretHandle) {
      secrets.push({ path, isText: false, parts: [{ secret: SecretHandle.nameOf(inner) }] })
      return inner.toJSON()
    }
    if (inner instanceof SecretText) {
      const parts = SecretText.partsOf(inner).map(part =>
        typeof part === "string" ? part : { secret: SecretHandle.nameOf(part) },
      )
      secrets.push({ path, isText: true, parts })
      return inner.toJSON()
    }
    return path.length < deepestSecret ? mapInner(inner, (child, key) => pack(child, [...path, key])) : inner
  }
  const packed = pack(value, [])
  return secrets.length === 0 ? { value, secrets } : { value: packed, secrets }
}

/** The value with its secrets back in their places. */
export function unpackSecrets({ value, secrets }: Packed): unknown {
  let unpacked = value
  for (const { path, isText, parts } of secrets) {
    const handles = parts.map(part => (typeof part === "string" ? part : new SecretHandle(part.secret)))
    const [first] = handles
    const secret = !isText && first instanceof SecretHandle ? first : new SecretText(handles)
    unpacked = replaceAt(unpacked, path, secret)
  }
  return unpacked
}

function replaceAt(value: unknown, [first, ...rest]: Path, by: unknown): unknown {
  if (first === undefined) return by
  return mapInner(value, (child, key) => (key === first ? replaceAt(child, rest, by) : child))
}

function mapInner(value: unknown, change: (child: unknown, key: string | number) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change)
  if (typeof value !== "object" || value === null) return value
  const map = Object.create(null) as Record<string, unknown>
  for (const [key, child] of Object.entries(value)) map[key] = change(child, key)
  return map
}
