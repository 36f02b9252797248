import { isMap, type Json } from "../../lib/json.ts"

/*
 * One total order over all plain data, so that sorting mixed types gives the same every time: what is missing or
 * null, then false, true, numbers, texts by their code units, lists, maps.
 */

/** Less than 0, 0 or more than 0, as a stands before, beside or after b. Lists and maps compare as JSON text. */
export function compareJson(a: Json | undefined, b: Json | undefined): number {
  if (typeof a === "number" && typeof b === "number") return a - b
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0
  const difference = rank(a) - rank(b)
  if (difference !== 0 || a === null || a === undefined || b === null || b === undefined) return difference
  return typeof a === "object" ? compareText(keyText(a), keyText(b)) : 0
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function rank(value: Json | undefined): number {
  if (value === null || value === undefined) return 0
  if (typeof value === "boolean") return value ? 2 : 1
  if (typeof value === "number") return 3
  if (typeof value === "string") return 4
  return Array.isArray(value) ? 5 : 6
}

/** A value that is the same for two pieces of data exactly if they say the same; missing counts as null. */
export function keyOf(value: Json | undefined): string | number | boolean | null {
  if (value === undefined || value === null) return null
  if (typeof value === "string") return value.charCodeAt(0) === 0 ? `\0text:${value}` : value
  return typeof value === "object" ? `\0json:${keyText(value)}` : value
}

const deepest = 200

/** JSON text with the keys of maps in order. */
function keyText(value: Json, depth = 0): string {
  if (typeof value !== "object" || value === null || depth > deepest) return JSON.stringify(value)
  if (!isMap(value)) return `[${(value as readonly Json[]).map(item => keyText(item, depth + 1)).join()}]`
  const keys = Object.keys(value).sort()
  return `{${keys.map(key => `${JSON.stringify(key)}:${keyText(value[key] ?? null, depth + 1)}`).join()}}`
}
