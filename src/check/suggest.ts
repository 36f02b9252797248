import type { Path } from "../lib/json.ts"
import { nearest } from "../lib/nearest.ts"
import type { Fix } from "../model/problems.ts"

/**
 * Offers the candidate that was probably meant. With a path it offers to set it there: the name itself, or what
 * `write` makes of it.
 */
export type Suggest = (
  name: string,
  candidates: Iterable<string>,
  path?: Path,
  write?: (meant: string) => string,
) => Fix | undefined

/** More names than these in one workflow are not slips, and comparing each with all others would not be linear. */
const mostSuggestions = 100

/** Makes what suggests names for one check. */
export function createSuggest(): Suggest {
  let left = mostSuggestions
  return (name, candidates, path, write = meant => meant) => {
    if (left-- <= 0) return undefined
    const meant = nearest(name, candidates)
    if (meant === undefined) return undefined
    const say = `Did you mean “${meant}”?`
    return path === undefined ? { say } : { say, set: { path, value: write(meant) } }
  }
}
