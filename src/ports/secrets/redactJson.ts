import type { Json } from "../../lib/json.ts"
import { formsOf, redactText } from "./redact.ts"

/** Plain data with the values of secrets taken out of its texts, and of the names of its fields. */
export function redactJson<T>(value: T, values: readonly string[]): T {
  const forms = formsOf(values)
  if (forms.length === 0) return value
  const hasAny = (text: string): boolean => forms.some(form => text.includes(form))
  const clean = (here: unknown): unknown => {
    if (typeof here === "string") return hasAny(here) ? redactText(here, values) : here
    if (Array.isArray(here)) return here.map(clean)
    if (typeof here !== "object" || here === null) return here
    const fields = Object.entries(here as { [name: string]: Json })
    return Object.fromEntries(fields.map(([name, inner]) => [clean(name) as string, clean(inner)]))
  }
  return clean(value) as T
}
