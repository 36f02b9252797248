import { isList, isMap, type Json, own, type Path, sameJson } from "../../lib/json.ts"

/** One place at which two values differ; undefined stands for a part that is not there. */
export interface Difference {
  readonly path: Path
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** The places at which two values differ, as deep as both have parts, up to so many. */
export function valueDiff(before: Json | undefined, after: Json | undefined, most = 500): Difference[] {
  const found: Difference[] = []
  const compare = (a: Json | undefined, b: Json | undefined, path: Path): void => {
    if (found.length >= most || sameJson(a, b)) return
    if (isMap(a) && isMap(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        compare(own(a, key), own(b, key), [...path, key])
      }
    } else if (isList(a) && isList(b)) {
      compareLists(a, b, path)
    } else found.push({ path, before: a, after: b })
  }
  /** Rows that were put in or taken out shift those behind them: what both lists end with is no difference. */
  const compareLists = (a: readonly Json[], b: readonly Json[], path: Path): void => {
    const shorter = Math.min(a.length, b.length)
    let start = 0
    while (start < shorter && sameJson(a[start], b[start])) start++
    let end = 0
    while (end < shorter - start && sameJson(a.at(-1 - end), b.at(-1 - end))) end++
    const [endA, endB] = [a.length - end, b.length - end]
    for (let at = start; at < Math.max(endA, endB) && found.length < most; at++)
      compare(at < endA ? a[at] : undefined, at < endB ? b[at] : undefined, [...path, at])
  }
  compare(before, after, [])
  return found
}

/** So much of what both texts say is left before and behind the part in which they differ. */
const leftAround = 40

/** Two texts of one line, from a little before where they begin to differ; a cut is an ellipsis. */
export function whereTextsDiffer(before: string, after: string): readonly [string, string] {
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  const from = start - leftAround
  if (from <= 0) return [before, after]
  return [`…${before.slice(from)}`, `…${after.slice(from)}`]
}
