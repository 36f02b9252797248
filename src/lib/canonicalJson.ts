import { isMap, type Json } from "./json.ts"

/** The value as JSON text with its keys in order: two values that say the same give the same text. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isMap(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  )
}
