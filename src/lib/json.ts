/** Plain data: all that a document, an event or a message between threads may hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap

/** A plain map of plain data. Maps that come from outside are built without a prototype. */
export interface JsonMap {
  readonly [key: string]: Json
}

/** Where a value stands within another: keys and list positions from the outside in. */
export type Path = readonly (string | number)[]

/** Whether the value is a map of plain data, with or without a prototype. */
export function isMap(value: unknown): value is JsonMap {
  if (typeof value !== "object" || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** Whether the value is a list. */
export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

/** The map's own value under the key. Never reaches a prototype, so `__proto__` and `constructor` are plain names. */
export function own<T>(map: { readonly [key: string]: T } | undefined, key: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined
}

/** The value at the path, or undefined where the way ends before. */
export function at(value: unknown, path: Path): unknown {
  let here: unknown = value
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as Record<string | number, unknown>)[key]
  }
  return here
}

/** Whether two pieces of plain data say the same. The order of keys does not matter. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]))
  }
  if (!isMap(a) || !isMap(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  )
}
