/*
 * The differences between two texts, line by line, in the unified form that `git diff` writes and reviewers read:
 *
 *     --- a/notes.md
 *     +++ b/notes.md
 *     @@ -1,2 +1,2 @@
 *      # Notes
 *     -old
 *     +new
 */

/** A line of the one text, of the other, or of both. */
type Edit = readonly [sign: " " | "-" | "+", line: string]

const context = 3
/** Texts that have more differences than this are shown as one block taken away and one put in its place. */
const mostDifferences = 2_000

/** The hunks that make the one text the other; empty where they say the same. */
export function unifiedHunks(before: string, after: string): string {
  if (before === after) return ""
  const edits = editsBetween(linesOf(before), linesOf(after))
  const changed = edits.flatMap(([sign], at) => (sign === " " ? [] : [at]))
  const hunks: [from: number, to: number][] = []
  for (const at of changed) {
    const last = hunks.at(-1)
    const [from, to] = [Math.max(0, at - context), Math.min(edits.length, at + context + 1)]
    if (last && from <= last[1]) last[1] = to
    else hunks.push([from, to])
  }
  let [oldLine, newLine, done] = [1, 1, 0]
  return hunks
    .map(([from, to]) => {
      for (; done < from; done++) {
        oldLine++
        newLine++
      }
      const inside = edits.slice(from, to)
      const [oldCount, newCount] = [count(inside, "+"), count(inside, "-")]
      const head = `@@ -${range(oldLine, oldCount)} +${range(newLine, newCount)} @@\n`
      oldLine += oldCount
      newLine += newCount
      done = to
      return head + inside.map(([sign, line]) => sign + ended(line)).join("")
    })
    .join("")
}

/** How many lines a hunk has without those of the sign. */
function count(edits: readonly Edit[], without: "-" | "+"): number {
  return edits.filter(([sign]) => sign !== without).length
}

function range(start: number, length: number): string {
  const first = length === 0 ? start - 1 : start
  return length === 1 ? String(first) : `${first},${length}`
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function ended(line: string): string {
  return line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`
}

/** The shortest way from one list of lines to the other, by Myers' algorithm. */
function editsBetween(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++
  const middle = shortest(before.slice(start, before.length - end), after.slice(start, after.length - end))
  const same = (line: string): Edit => [" ", line]
  return [...before.slice(0, start).map(same), ...middle, ...before.slice(before.length - end).map(same)]
}

function shortest(a: readonly string[], b: readonly string[]): Edit[] {
  const trail = search(a, b)
  if (trail === null) return [...a.map((line): Edit => ["-", line]), ...b.map((line): Edit => ["+", line])]
  const edits: Edit[] = []
  let [x, y] = [a.length, b.length]
  for (let depth = trail.length - 1; depth > 0; depth--) {
    const from = stepTo(x - y, depth, trail[depth] as Reach)
    while (x > from.x && y > from.y) {
      edits.push([" ", a[--x] ?? ""])
      y--
    }
    if (from.isDown) edits.push(["+", b[--y] ?? ""])
    else edits.push(["-", a[--x] ?? ""])
  }
  while (x > 0) edits.push([" ", a[--x] ?? ""])
  return edits.reverse()
}

/** How far each diagonal was reached with fewer differences: diagonal k stands at index k + the middle. */
type Reach = Int32Array

/** Which diagonal a path with so many differences comes to this one from, and where that ended. */
function stepTo(k: number, depth: number, reach: Reach) {
  const middle = reach.length >> 1
  const [left, right] = [reach[middle + k - 1] ?? -1, reach[middle + k + 1] ?? -1]
  const isDown = k === -depth || (k !== depth && left < right)
  const x = isDown ? right : left
  return { isDown, x, y: x - (isDown ? k + 1 : k - 1) }
}

/** What was reached before each number of differences; null where there are too many. */
function search(a: readonly string[], b: readonly string[]): Reach[] | null {
  const trail: Reach[] = []
  let reach: Reach = new Int32Array(3)
  for (let depth = 0; depth <= Math.min(a.length + b.length, mostDifferences); depth++) {
    trail.push(reach)
    const next = new Int32Array(2 * depth + 5)
    next.set(reach, (next.length - reach.length) >> 1)
    for (let k = -depth; k <= depth; k += 2) {
      const from = stepTo(k, depth, reach)
      let x = from.isDown ? from.x : from.x + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++
      next[(next.length >> 1) + k] = x
      if (x >= a.length && x - k >= b.length) return trail
    }
    reach = next
  }
  return null
}
