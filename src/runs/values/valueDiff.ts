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
      for (let at = 0; at < Math.max(a.length, b.length); at++) compare(a[at], b[at], [...path, at])
    } else found.push({ path, before: a, after: b })
  }
  compare(before, after, [])
  return found
}

/** One line of two texts: in both, only before, or only after. */
export interface DiffLine {
  readonly is: "same" | "gone" | "new"
  readonly text: string
}

/** Longer middles are shown as one change: finding the least change of them would take too long. */
const longestMiddle = 1_500

/** The lines of two texts beside each other. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split("\n"), after.split("\n")]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const same = (lines: readonly string[]): DiffLine[] => lines.map(text => ({ is: "same", text }))
  return [
    ...same(a.slice(0, start)),
    ...middleDiff(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...same(a.slice(a.length - end)),
  ]
}

function middleDiff(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length > longestMiddle || b.length > longestMiddle) return [...all("gone", a), ...all("new", b)]
  // The length of the longest common part of what follows each pair of lines.
  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ is: "same", text: a[i] ?? "" })
      i++
      j++
    } else if (at(i + 1, j) >= at(i, j + 1)) lines.push({ is: "gone", text: a[i++] ?? "" })
    else lines.push({ is: "new", text: b[j++] ?? "" })
  }
  return [...lines, ...all("gone", a.slice(i)), ...all("new", b.slice(j))]
}

function all(is: DiffLine["is"], lines: readonly string[]): DiffLine[] {
  return lines.map(text => ({ is, text }))
}
