/** A line of two texts put side by side: in both, only in the later, or only in the earlier. */
export interface DiffLine {
  readonly type: "same" | "added" | "removed"
  readonly text: string
}

/** Beyond so many pairs of lines, what stands between the equal ends counts as replaced. */
const mostPairs = 4_000_000

/** The lines of both texts in order, with as few as possible added and removed. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let [endA, endB] = [a.length, b.length]
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  return [
    ...a.slice(0, start).map(same),
    ...between(a.slice(start, endA), b.slice(start, endB)),
    ...a.slice(endA).map(same),
  ]
}

/** How many lines were added and removed. */
export function countLines(lines: readonly DiffLine[]): { readonly added: number; readonly removed: number } {
  let added = 0
  let removed = 0
  for (const { type } of lines) {
    if (type === "added") added++
    if (type === "removed") removed++
  }
  return { added, removed }
}

function linesOf(text: string): string[] {
  if (text === "") return []
  const lines = text.split("\n")
  if (lines.at(-1) === "") lines.pop()
  return lines
}

const same = (text: string): DiffLine => ({ type: "same", text })
const added = (text: string): DiffLine => ({ type: "added", text })
const removed = (text: string): DiffLine => ({ type: "removed", text })

/** By the longest common subsequence: `longest[i][j]` is its length for what follows line i of a and line j of b. */
function between(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > mostPairs) return [...a.map(removed), ...b.map(added)]
  const width = b.length + 1
  const longest = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(same(a[i] ?? ""))
      i++
      j++
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1)))
      lines.push(removed(a[i++] ?? ""))
    else lines.push(added(b[j++] ?? ""))
  }
  return lines
}
