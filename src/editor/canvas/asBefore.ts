import { sameJson } from "../../lib/json.ts"

/**
 * Gives what says the same as the last time as the very object of then, and the very list where all of it does. All that
 * a canvas draws is derived anew with each letter that somebody types, and nearly all of it is what it was: of that
 * nothing is drawn again.
 */
export function createAsBefore<Drawn extends { readonly id: string }>(): (
  next: readonly Drawn[],
) => readonly Drawn[] {
  let given: readonly Drawn[] = []
  let kept: readonly Drawn[] = []
  return next => {
    let byId: Map<string, Drawn> | undefined
    const now = next.map((each, at) => {
      const here = kept[at]
      if (here && each === given[at]) return here
      byId ??= new Map(kept.map(each => [each.id, each]))
      const known = byId.get(each.id)
      return known && sameJson(known, each) ? known : each
    })
    given = next
    if (now.length !== kept.length || now.some((each, at) => each !== kept[at])) kept = now
    return kept
  }
}
