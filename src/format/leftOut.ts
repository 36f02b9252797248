import { isList, isMap, type Json, own } from "../lib/json.ts"
import { matchItems } from "./matching.ts"

/**
 * The value after an edit, with what the text says and the view left out: keys that are unknown, or hold what is
 * broken. For a part of a file that is written anew, so that nothing goes that nobody took away.
 */
export function withLeftOut(said: Json, before: Json, after: Json): Json {
  if (isList(said) && isList(before) && isList(after) && said.length === before.length) {
    const matching = matchItems(before, after)
    return after.map((item, index) => {
      const from = matching[index] ?? -1
      return from < 0 ? item : withLeftOut(said[from] ?? null, before[from] ?? null, item)
    })
  }
  if (!isMap(said) || !isMap(before) || !isMap(after)) return after
  const result: Record<string, Json> = Object.create(null)
  for (const [key, value] of Object.entries(after)) {
    result[key] = withLeftOut(own(said, key) ?? null, own(before, key) ?? null, value)
  }
  for (const [key, value] of Object.entries(said)) {
    if (own(before, key) === undefined && own(after, key) === undefined) result[key] = value
  }
  return result
}
