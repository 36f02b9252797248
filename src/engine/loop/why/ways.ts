import { at, isList, type Path } from "../../../lib/json.ts"

/** A list, or a value, that an output follows: a parameter, or what arrived in its stead. */
export interface Followed {
  readonly field: string
  readonly value: unknown
  /** Where it stands for expressions, if it arrived. */
  readonly arrived?: Path
}

/** A way into something that an output follows. */
export interface Way {
  readonly in: Followed
  readonly path: Path
}

/** The ways by which the part of an output at the path came. */
export function waysThrough(
  followed: readonly Followed[],
  origins: readonly (readonly number[])[] | undefined,
  path: Path,
): readonly Way[] {
  const [index, ...rest] = path
  const [only] = followed
  // Of several lists it is not known, then, which of them the part came from: all of each stands for it.
  if (origins === undefined || typeof index !== "number")
    return followed.map(each => ({ in: each, path: followed.length === 1 ? path : [] }))
  const places = origins[index] ?? []
  if (only !== undefined && followed.length === 1)
    return places.map(place => ({ in: only, path: [place, ...rest] }))
  return places
    .flatMap(place => waysIn(followed, place, rest))
    .filter(way => at(way.in.value, way.path) !== undefined)
}

/** Of several lists the places count on from one to the next; an item may hold its parts by their names. */
function waysIn(followed: readonly Followed[], place: number, rest: Path): readonly Way[] {
  const [name, ...inside] = rest
  let left = place
  for (const each of followed) {
    const length = isList(each.value) ? each.value.length : 0
    if (left < length) {
      const way = { in: each, path: [left, ...rest] }
      return name === each.field ? [way, { in: each, path: [left, ...inside] }] : [way]
    }
    left -= length
  }
  return []
}
