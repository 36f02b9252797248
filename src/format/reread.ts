import { must } from "../lib/assert.ts"
import { type ReadTree, readPart } from "./readTree.ts"
import { areApart, type Splice, spliced } from "./splice.ts"
import { type Child, type CollectionNode, collection, lastStartingBefore, moved } from "./tree.ts"

/*
 * The tree of a text after splices, from the tree before them. Along the way from the root to each change only
 * the children that a splice touches are read again, as a text of their own that stands in the same column;
 * their neighbours are used as they are.
 */

/** A stretch of children that is read again, with the splices in it. */
interface Stretch {
  readonly first: number
  readonly last: number
  readonly splices: readonly Splice[]
}

/** The tree after the splices, which are in order; undefined where it has to be read from the whole text. */
export function reread(text: string, before: ReadTree, splices: readonly Splice[]): ReadTree | undefined {
  const { root, start } = before
  // What follows splices that overlap would be moved by what both of them take out.
  if (root.type === "scalar" || root.flow || !areApart(splices)) return undefined
  const change = rereadBlock(text, root, start, text.length, splices)
  return change && { root: change.node, start: change.start }
}

/** A node, and where it begins once its own splices are made. */
interface Reread {
  readonly node: CollectionNode
  readonly start: number
}

/** Children that count from the same place in the new text. */
interface Run {
  readonly origin: number
  readonly children: readonly Child[]
}

function rereadBlock(
  text: string,
  node: CollectionNode,
  start: number,
  end: number,
  splices: readonly Splice[],
): Reread | undefined {
  const runs: Run[] = []
  let shift = 0
  let next = 0
  for (const stretch of stretchesOf(node, start, splices)) {
    runs.push({ origin: start + shift, children: node.children.slice(next, stretch.first) })
    next = stretch.last + 1
    const following = node.children[next]
    const until = following ? start + following.start : end
    const run =
      rereadChild(text, node, start, until, stretch) ?? rereadStretch(text, node, start, until, stretch)
    if (!run) return undefined
    runs.push({ ...run, origin: run.origin + shift })
    for (const splice of stretch.splices) shift += splice.text.length - (splice.end - splice.start)
  }
  runs.push({ origin: start + shift, children: node.children.slice(next) })
  return joined(node, runs)
}

function joined(node: CollectionNode, runs: readonly Run[]): Reread | undefined {
  const head = runs.find(run => run.children.length > 0)
  if (!head) return undefined
  const start = head.origin + must(head.children[0], "a first child").start
  const children = runs.flatMap(run => run.children.map(child => moved(child, run.origin - start)))
  const last = must(children.at(-1), "a last child")
  return { node: collection(node.type, false, last.at + last.node.length, children), start }
}

/** The children that each splice touches, with those of splices that touch the same ones together. */
function stretchesOf(node: CollectionNode, start: number, splices: readonly Splice[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (const splice of splices) {
    const first = Math.max(0, lastStartingBefore(node.children, splice.start - start))
    const last = Math.max(0, lastStartingBefore(node.children, splice.end - start))
    const before = stretches.at(-1)
    if (before && first <= before.last) {
      const together = { ...before, last: Math.max(last, before.last), splices: [...before.splices, splice] }
      stretches[stretches.length - 1] = together
    } else {
      stretches.push({ first, last, splices: [splice] })
    }
  }
  return stretches
}

/** Reads on inside a single child, where all splices lie in its value and that is a block itself. */
function rereadChild(
  text: string,
  node: CollectionNode,
  start: number,
  until: number,
  { first, last, splices }: Stretch,
): Run | undefined {
  const child = must(node.children[first], "the child of a splice")
  if (first !== last || child.node.type === "scalar" || child.node.flow) return undefined
  const at = start + child.at
  const keyEnd = start + child.start + child.keyLength
  const isInside = splices.every(
    splice =>
      splice.end <= until &&
      (splice.start >= at || (splice.start > keyEnd && isLineStart(text, splice.start))),
  )
  const inner = isInside ? rereadBlock(text, child.node, at, until, splices) : undefined
  return inner && { origin: start, children: [{ ...child, at: inner.start - start, node: inner.node }] }
}

/** Reads the children again as a text of their own, indented as they were. */
function rereadStretch(
  text: string,
  node: CollectionNode,
  start: number,
  until: number,
  { first, splices }: Stretch,
): Run | undefined {
  const lead = start + must(node.children[first], "the child of a splice").start
  const from = Math.min(lead, must(splices[0], "a splice").start)
  if (from < lead && !isLineStart(text, from)) return undefined
  const indent = from - (text.lastIndexOf("\n", from - 1) + 1)
  const part = " ".repeat(indent) + spliced(text, splices, from, until)
  if (holdsNothing(part)) return { origin: from, children: [] }
  const read = readPart(part)
  if (!read.ok) return undefined
  const { root, start: partStart } = read.value
  if (root.type !== node.type || root.flow) return undefined
  return { origin: from - indent + partStart, children: root.children }
}

function isLineStart(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === "\n"
}

function holdsNothing(text: string): boolean {
  return text.split("\n").every(line => /^\s*(?:#|$)/.test(line))
}
