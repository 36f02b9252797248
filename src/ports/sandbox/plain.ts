import { isList } from "../../lib/json.ts"
import { isSecret } from "../../syntax/secrets.ts"

/**
 * The value as plain data, as it would come out of the sandbox: numbers that JSON has no word for are null. What is
 * plain already is given back as it is, so that a large value is neither copied nor sent twice.
 */
export function toPlain(value: unknown, depth = 0): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? (value === 0 ? 0 : value) : null
  if (typeof value !== "object" || value === null || isSecret(value) || depth > 500) return value
  if (isList(value)) {
    let copy: unknown[] | undefined
    for (const [at, item] of value.entries()) {
      const good = toPlain(item, depth + 1) ?? null
      if (!Object.is(good, item)) copy ??= [...value]
      if (copy) copy[at] = good
    }
    return copy ?? value
  }
  let copy: Record<string, unknown> | undefined
  for (const [key, item] of Object.entries(value)) {
    const good = toPlain(item, depth + 1)
    if (Object.is(good, item) && good !== undefined) continue
    copy ??= Object.assign(Object.create(null) as Record<string, unknown>, value)
    if (good === undefined) delete copy[key]
    else copy[key] = good
  }
  return copy ?? value
}
