import { sameJson } from "../../lib/json.ts"

/**
 * Gives what says the same as the last time as the very object of then. All that a canvas draws is derived anew with
 * each letter that somebody types, and nearly all of it is what it was: of that nothing is drawn again.
 */
export function createAsBefore<Drawn extends { readonly id: string }>(): (next: readonly Drawn[]) => Drawn[] {
  let before = new Map<string, Drawn>()
  return next => {
    const kept = next.map(each => {
      const known = before.get(each.id)
      return known !== undefined && sameJson(known, each) ? known : each
    })
    before = new Map(kept.map(each => [each.id, each]))
    return kept
  }
}
