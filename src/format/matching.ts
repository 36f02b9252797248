import { isMap, type Json, sameJson } from "../lib/json.ts"

/** For each item of a list after an edit, which item before it is: its position, or -1 for a new one. */
export type Matching = readonly number[]

/** Matches by id where every item has one of its own; else what is left between a common start and end, in order. */
export function matchItems(before: readonly Json[], after: readonly Json[]): Matching {
  const beforeIds = idsOf(before)
  const afterIds = idsOf(after)
  if (beforeIds && afterIds) {
    const positions = new Map(beforeIds.map((id, index) => [id, index]))
    return afterIds.map(id => positions.get(id) ?? -1)
  }
  return matchEnds(before, after)
}

function idsOf(items: readonly Json[]): readonly string[] | undefined {
  const ids: string[] = []
  for (const item of items) {
    if (!isMap(item) || !Object.hasOwn(item, "id") || typeof item.id !== "string") return undefined
    ids.push(item.id)
  }
  return new Set(ids).size === ids.length ? ids : undefined
}

function matchEnds(before: readonly Json[], after: readonly Json[]): Matching {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && sameJson(before[start], after[start])) start++
  let end = 0
  while (end < shorter - start && sameJson(before.at(-1 - end), after.at(-1 - end))) end++
  const shift = before.length - after.length
  return after.map((_, index) => {
    if (index >= after.length - end) return index + shift
    return index < shorter - end ? index : -1
  })
}

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
