import { isMap, type Json, sameJson } from "../lib/json.ts"

/** For each item of a list after an edit, which item before it is: its position, or -1 for a new one. */
export type Matching = readonly number[]

/** Which ids there were in a file, and which are left: what is neither new nor gone has moved. */
export interface Ids {
  isKnown(id: string): boolean
  isLeft(id: string): boolean
}

/**
 * Matches by id where every item has one of its own; else what is the same, and then what is left, in order.
 * An item that only got another id is still the same item.
 */
export function matchItems(before: readonly Json[], after: readonly Json[], ids?: Ids): Matching {
  if (isOneChanged(before, after)) return before.map((_, index) => index)
  const beforeIds = idsOf(before)
  const afterIds = idsOf(after)
  if (beforeIds && afterIds) {
    const positions = new Map(beforeIds.map((id, index) => [id, index]))
    const matching = afterIds.map(id => positions.get(id) ?? -1)
    const isNew = (index: number) => matching[index] === -1 && !ids?.isKnown(afterIds[index] ?? "")
    const left = new Set(matching)
    const isGone = (index: number) => !left.has(index) && !ids?.isLeft(beforeIds[index] ?? "")
    return withRenamed(matching, before, after, isNew, isGone)
  }
  return matchEnds(before, after)
}

/** Whether all but one are the very same, and that one has the id that it had: so it is with a letter that is typed. */
function isOneChanged(before: readonly Json[], after: readonly Json[]): boolean {
  if (before.length !== after.length) return false
  let changed = -1
  for (let index = 0; index < before.length; index++) {
    if (before[index] === after[index]) continue
    if (changed >= 0) return false
    changed = index
  }
  const [was, is] = [before[changed], after[changed]]
  return changed < 0 || (isMap(was) && isMap(is) && was.id === is.id)
}

function idsOf(items: readonly Json[]): readonly string[] | undefined {
  const ids: string[] = []
  for (const item of items) {
    if (!isMap(item) || !Object.hasOwn(item, "id") || typeof item.id !== "string") return undefined
    ids.push(item.id)
  }
  return new Set(ids).size === ids.length ? ids : undefined
}

/** Matches what is new with what is gone, between the same neighbours, where both are alike but for the id. */
function withRenamed(
  matching: readonly number[],
  before: readonly Json[],
  after: readonly Json[],
  isNew: (index: number) => boolean,
  isGone: (index: number) => boolean,
): Matching {
  const result = [...matching]
  let from = -1
  for (const [index, match] of matching.entries()) {
    if (match >= 0) from = match
    else if (isNew(index)) {
      const candidate = from + 1
      if (candidate >= before.length || !isGone(candidate)) continue
      if (!isAlike(before[candidate], after[index])) continue
      result[index] = candidate
      from = candidate
    }
  }
  return result
}

function isAlike(before: Json | undefined, after: Json | undefined): boolean {
  if (!isMap(before) || !isMap(after)) return false
  const keys = Object.keys(before)
  return (
    keys.length === Object.keys(after).length &&
    keys.every(key => Object.hasOwn(after, key)) &&
    before.kind === after.kind &&
    before.type === after.type
  )
}

function matchEnds(before: readonly Json[], after: readonly Json[]): Matching {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && sameJson(before[start], after[start])) start++
  let end = 0
  while (end < shorter - start && sameJson(before.at(-1 - end), after.at(-1 - end))) end++
  const shift = before.length - after.length
  const result = after.map((_, index) =>
    index < start ? index : index >= after.length - end ? index + shift : -1,
  )
  const free = before.map((_, index) => index).slice(start, before.length - end)
  const take = (index: number, place: number) => {
    result[index] = free.splice(place, 1)[0] ?? -1
  }
  if (free.length * (after.length - end - start) <= mostCompared) {
    for (let index = start; index < after.length - end; index++) {
      const place = free.findIndex(candidate => sameJson(before[candidate], after[index]))
      if (place >= 0) take(index, place)
    }
  }
  for (let index = start; index < after.length - end; index++) if (result[index] === -1) take(index, 0)
  return result
}

/** Items are compared with each other up to so many times; beyond that only their order counts. */
const mostCompared = 10_000

/** Of the matched items, the most that keep their order: all others have to move. */
export function keptInOrder(matching: Matching): ReadonlySet<number> {
  const matched = matching.filter(index => index >= 0)
  const tails: number[] = []
  const before: number[] = []
  for (const [place, index] of matched.entries()) {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((matched[tails[middle] ?? 0] ?? 0) < index) low = middle + 1
      else high = middle
    }
    before[place] = low > 0 ? (tails[low - 1] ?? -1) : -1
    tails[low] = place
  }
  const kept = new Set<number>()
  for (let place = tails.at(-1) ?? -1; place >= 0; place = before[place] ?? -1) kept.add(matched[place] ?? -1)
  return kept
}
