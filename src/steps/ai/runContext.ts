import { isMap, type Json, type JsonMap } from "../../lib/json.ts"
import { isSecret, secretMark } from "../../syntax/secrets.ts"

/*
 * What a run has so far, for a model to read: its inputs, its variables, and what each step gave that the asking one
 * may see. All of it together has a bounded length; each part may be as long as is fair among those still to come, so
 * that one long file does not push the others out.
 */

/** The letters that all of it may have. */
export const longestContext = 40_000

/** The run as an expression sees it, cut to a length that a model reads. */
export function runContext(scope: { readonly [name: string]: unknown }, most = longestContext): JsonMap {
  const seen = isMap(scope.steps) ? scope.steps : {}
  const ids = Object.keys(seen)
  let left = most
  let parts = ids.length + 2
  const part = (value: unknown, name: string): Json => {
    const room = Math.max(0, Math.floor(left / parts--) - name.length)
    const { value: cut, letters } = cutTo(value, room)
    left -= letters + name.length
    return cut
  }
  const inputs = part(scope.inputs, "inputs")
  const variables = part(scope.vars, "variables")
  const steps: { [id: string]: Json } = Object.create(null) as { [id: string]: Json }
  for (const id of ids) {
    if (left <= 0) break
    steps[id] = part(told(seen[id]), id)
  }
  const leftOut = ids.length - Object.keys(steps).length
  return { inputs, variables, steps, ...(leftOut === 0 ? {} : { stepsLeftOut: leftOut }) }
}

/** What a step came to: what it gave, and what went wrong where that led on. */
function told(step: unknown): JsonMap {
  const { output = null, error } = step as { readonly output?: Json; readonly error?: Json }
  return error === undefined ? { output } : { output, error }
}

interface Cut {
  readonly value: Json
  /** How long it is about, written as JSON. */
  readonly letters: number
}

/** A copy with about so many letters at most: long texts lose their ends, long lists and maps their last entries. */
function cutTo(value: unknown, room: number): Cut {
  if (isSecret(value)) return { value: secretMark, letters: secretMark.length + 2 }
  if (typeof value === "string") return cutText(value, room)
  if (typeof value !== "object" || value === null) {
    const plain = value === undefined ? null : (value as Json)
    return { value: plain, letters: String(plain).length + 1 }
  }
  let letters = 2
  const isList = Array.isArray(value)
  const entries: [string, Json][] = []
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue
    if (letters >= room) {
      entries.push(["…", `(${Object.keys(value).length - entries.length} more)`])
      break
    }
    const inner = cutTo((value as JsonMap)[name], room - letters)
    letters += inner.letters + (isList ? 1 : name.length + 4)
    entries.push([name, inner.value])
  }
  return { value: isList ? entries.map(([, item]) => item) : Object.fromEntries(entries), letters }
}

function cutText(text: string, room: number): Cut {
  if (text.length <= room) return { value: text, letters: text.length + 2 }
  const kept = text.slice(0, Math.max(0, room)).replace(/[\ud800-\udbff]$/, "")
  return { value: `${kept}… (${text.length - kept.length} more letters)`, letters: kept.length + 24 }
}
