import { isMap } from "../lib/json.ts"

/**
 * The fresh value, with every part that says the same as its counterpart in the old one taken from there. Items
 * of lists are matched by their id where they have one. Equal values come back identical, so that whoever
 * compares by identity, as the canvas and undo do, sees small changes only.
 */
export function share<T>(old: T | undefined, fresh: T): T {
  return shared(old, fresh) as T
}

function shared(old: unknown, fresh: unknown): unknown {
  if (Object.is(old, fresh)) return old
  if (Array.isArray(fresh)) return Array.isArray(old) ? sharedList(old, fresh) : fresh
  if (!isMap(fresh) || !isMap(old)) return fresh
  const keys = Object.keys(fresh)
  let same = keys.length === Object.keys(old).length
  let changed = false
  const result: Record<string, unknown> = Object.getPrototypeOf(fresh) === null ? Object.create(null) : {}
  for (const key of keys) {
    const before = Object.hasOwn(old, key) ? old[key] : undefined
    const value = shared(before, fresh[key])
    if (value !== before) same = false
    if (value !== fresh[key]) changed = true
    result[key] = value
  }
  if (same) return old
  return changed ? result : fresh
}

function sharedList(old: readonly unknown[], fresh: readonly unknown[]): unknown {
  let byId: Map<unknown, unknown> | undefined
  const result = fresh.map((item, index) => {
    if (Object.is(old[index], item)) return item
    const id = idOf(item)
    if (id === undefined || id === idOf(old[index])) return shared(old[index], item)
    byId ??= new Map(old.map(candidate => [idOf(candidate), candidate]))
    return shared(byId.get(id), item)
  })
  return result.length === old.length && result.every((item, index) => Object.is(item, old[index]))
    ? old
    : result
}

function idOf(item: unknown): unknown {
  return isMap(item) && Object.hasOwn(item, "id") ? item.id : undefined
}
