import { z } from "zod"
import { assert } from "../../lib/assert.ts"
import { at, isMap, type Json, type JsonMap, type Path } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"

/*
 * A field is named by a path into an item: `price`, `customer.address.city`, `tags[0]`, `["odd key"].x`. The empty
 * path is the item itself. Only own properties are read, so `__proto__` and `constructor` are plain names.
 */

const deepest = 32
const bare = /[^.[\]"]+/y
const index = /\[(\d{1,9})\]/y
const quoted = /\["((?:[^"\\]|\\["\\])*)"\]/y

/** Reads a written field path. */
export function parseFieldPath(text: string): Result<Path, "malformed"> {
  const path: (string | number)[] = []
  let position = 0
  const take = (pattern: RegExp) => {
    pattern.lastIndex = position
    const found = pattern.exec(text)
    if (found) position += found[0].length
    return found?.[1] ?? found?.[0]
  }
  while (position < text.length) {
    if (path.length === deepest) return err("malformed")
    if (text[position] === "[") {
      const number = take(index)
      const name = number === undefined ? take(quoted) : undefined
      if (number !== undefined) path.push(Number(number))
      else if (name !== undefined) path.push(name === '[""]' ? "" : name.replace(/\\(["\\])/g, "$1"))
      else return err("malformed")
    } else {
      if (path.length > 0 && text[position++] !== ".") return err("malformed")
      const name = take(bare)
      if (name === undefined) return err("malformed")
      path.push(name)
    }
  }
  return ok(path)
}

/** A parameter that names a field of an item. */
export function fieldPath(description: string) {
  return z
    .string()
    .max(500)
    .refine(text => parseFieldPath(text).ok, { error: "bad_field_path" })
    .meta({ description })
}

/** The path that a checked parameter names. */
export function pathOf(field: string): Path {
  const path = parseFieldPath(field)
  assert(path.ok, `Expected a field path but got ${field}`)
  return path.value
}

/**
 * A function that reads the field of an item: of lists with 100,000 rows, so one name takes a short way. A name that
 * no prototype of plain data has can only be found as an own property, and need not be asked for.
 */
export function fieldReader(field: string): (item: Json) => Json | undefined {
  const path = pathOf(field)
  const [key] = path
  if (key === undefined) return item => item
  if (path.length > 1 || key in Object.prototype || key in Array.prototype) {
    return item => at(item, path) as Json | undefined
  }
  return item =>
    typeof item === "object" && item !== null ? (item as { readonly [key: string]: Json })[key] : undefined
}

/** The item with the field set, making maps on the way; undefined where there is no place for it. */
export function withField(item: Json, path: Path, value: Json): Json | undefined {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (typeof key === "number" && Array.isArray(item)) {
    if (key > item.length) return undefined
    const inner = withField((item as readonly Json[])[key] ?? {}, rest, value)
    return inner === undefined ? undefined : [...item.slice(0, key), inner, ...item.slice(key + 1)]
  }
  if (!isMap(item)) return undefined
  const inner = withField(Object.hasOwn(item, key) ? (item[key] ?? {}) : {}, rest, value)
  return inner === undefined ? undefined : { ...item, [key]: inner }
}

/** The item without the field. */
export function withoutField(item: Json, path: Path): Json {
  const [key, ...rest] = path
  if (key === undefined || typeof item !== "object" || item === null || !Object.hasOwn(item, key)) return item
  const list = Array.isArray(item) ? (item as readonly Json[]) : undefined
  const inside = list ? list[Number(key)] : (item as JsonMap)[key]
  if (rest.length > 0) {
    const inner = withoutField(inside ?? null, rest)
    return list ? list.with(Number(key), inner) : { ...(item as JsonMap), [key]: inner }
  }
  if (list) return list.toSpliced(Number(key), 1)
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== String(key)))
}
