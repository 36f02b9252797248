import { isList, isMap, type Json, own } from "../lib/json.ts"
import type { Comments } from "./comments.ts"
import { matchItems } from "./matching.ts"

/**
 * The comments of a value once it has become another one: those of keys and items that are still there. What
 * stands apart from the item below it, with a blank line between, stays when that item goes.
 */
export function commentsAfter(comments: Comments, before: Json, after: Json): Comments {
  const { above, behind, below } = comments
  const parts = new Map<string | number, Comments>()
  let loose: readonly string[] = []
  const keep = (from: string | number, to: string | number | undefined, was: Json, is: Json) => {
    const part = comments.parts.get(from)
    if (part === undefined) return
    if (to === undefined) {
      loose = [...loose, ...part.above.slice(0, part.above.lastIndexOf("") + 1)]
      return
    }
    const kept = commentsAfter(part, was, is)
    parts.set(to, { ...kept, above: [...loose, ...kept.above] })
    loose = []
  }
  if (isList(before) && isList(after)) {
    const matching = matchItems(before, after)
    for (const [index, was] of before.entries()) {
      const to = matching.indexOf(index)
      keep(index, to < 0 ? undefined : to, was, after[to] ?? null)
    }
  } else if (isMap(before) && isMap(after)) {
    for (const [key, was] of Object.entries(before)) {
      const is = own(after, key)
      keep(key, is === undefined ? undefined : key, was, is ?? null)
    }
  } else {
    for (const key of comments.parts.keys()) keep(key, undefined, null, null)
  }
  const isEnd = comments.parts.size > 0 && !isCollection(after)
  return { above, behind, below: isEnd ? [] : [...loose, ...below].filter(line => line !== ""), parts }
}

function isCollection(value: Json): boolean {
  return isList(value) || isMap(value)
}
