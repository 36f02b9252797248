import { columnOf, lineEnd } from "./lines.ts"
import type { CollectionNode, TextNode } from "./tree.ts"

/*
 * Which comment belongs to what, for text that is written anew: what stands directly above a key or an item is
 * said of that, what stands behind it too, and what is indented deeper than the next key belongs inside.
 *
 *     # Reads the changed file.       above the item
 *     - id: read   # once only        behind `id`
 *       kind: file.read
 *       # with: nothing yet           below everything in the item
 *     # Then it waits.                above the next item
 */

/** The comments of a value, and by key or position those of what stands in it. A blank line is an empty text. */
export interface Comments {
  readonly above: readonly string[]
  readonly behind: readonly string[]
  readonly below: readonly string[]
  readonly parts: ReadonlyMap<string | number, Comments>
  /** How a number is written, so that `0.50` stays what somebody typed. */
  readonly source?: string | undefined
}

/** Comments in the making, with what decides where the next one goes. */
interface Draft extends Comments {
  readonly above: string[]
  readonly behind: string[]
  readonly below: string[]
  readonly parts: Map<string | number, Draft>
  /** The column of its keys or dashes; undefined for what is no block. */
  readonly column: number | undefined
  last?: Draft
}

/** All comments of a text whose root stands at the offset. */
export function commentsOfText(text: string, root: TextNode, start: number): Comments {
  const top = draftOf(text, root, start)
  const head = trimmed(linesOf(text.slice(0, start)).slice(0, -1).flatMap(textOf), true)
  const [first = top] = top.parts.values()
  const gap = head.lastIndexOf("") + 1
  top.above.push(...head.slice(0, gap))
  first.above.unshift(...head.slice(gap))
  place(text.slice(start + root.length), top, top.column === undefined ? undefined : top.last, undefined)
  return top
}

/** The comments within a value that stands at the offset. */
export function commentsOf(text: string, node: TextNode, at: number): Comments {
  return draftOf(text, node, at)
}

/** The comments of a value that is to be replaced: from behind its key or dash to where its lines end. */
export function commentsAround(text: string, node: TextNode, at: number, from: number, to: number): Comments {
  const draft = draftOf(text, node, at)
  placeBetween(text.slice(from, at), draft)
  place(text.slice(at + node.length, to), draft, draft.column === undefined ? draft : draft.last, undefined)
  return draft
}

/** Whether there is a comment on anything inside the value. */
export function hasInside(comments: Comments | undefined): boolean {
  if (comments === undefined) return false
  if (comments.below.some(isComment)) return true
  for (const part of comments.parts.values()) {
    if (part.above.some(isComment) || part.behind.length > 0 || hasInside(part)) return true
  }
  return false
}

function isComment(line: string): boolean {
  return line !== ""
}

function draftOf(text: string, node: TextNode, at: number): Draft {
  if (node.type === "scalar") {
    const isNumber =
      typeof node.value === "number" || node.flaw === "unsafe_integer" || node.flaw === "not_finite"
    const source = isNumber ? text.slice(at, at + node.length) : undefined
    const draft: Draft = { ...emptyDraft(), column: undefined, source }
    if (node.style === "block") draft.behind.push(...commentsIn(text.slice(at, lineEnd(text, at))))
    return draft
  }
  const isBlock = !node.flow && node.children.length > 0
  const draft: Draft = { ...emptyDraft(), column: isBlock ? columnOf(text, at) : undefined }
  fillDraft(text, node, at, draft)
  return draft
}

function emptyDraft() {
  return { above: [], behind: [], below: [], parts: new Map<string | number, Draft>() }
}

function fillDraft(text: string, node: CollectionNode, at: number, draft: Draft): void {
  let end = node.flow ? at + 1 : at
  for (const [index, child] of node.children.entries()) {
    const start = at + child.start
    const valueAt = at + child.at
    const part = draftOf(text, child.node, valueAt)
    place(text.slice(end, start), draft, draft.last, part)
    const dash = node.flow ? 0 : 1
    placeBetween(text.slice(start + (node.type === "map" ? child.keyLength : dash), valueAt), part)
    draft.parts.set(node.type === "map" ? child.key : index, part)
    draft.last = part
    end = valueAt + child.node.length
  }
  if (node.flow) place(text.slice(end, at + node.length - 1), draft, draft.last, undefined)
}

/** The comments between a key and its value. */
function placeBetween(gap: string, part: Draft): void {
  const [first, ...rest] = linesOf(gap)
  if (first?.comment !== undefined) part.behind.push(first.comment)
  const [inner] = part.column === undefined ? [] : part.parts.values()
  if (inner) inner.above.unshift(...trimmed(rest.slice(0, -1).flatMap(textOf), true))
  else part.behind.push(...rest.flatMap(({ comment }) => comment ?? []))
}

/** The comments between two children of a collection, or around all of them. */
function place(gap: string, around: Draft, before: Draft | undefined, next: Draft | undefined): void {
  const [first, ...rest] = linesOf(gap)
  if (first?.comment !== undefined) (before ? lastOf(before) : around).behind.push(first.comment)
  const lines = next === undefined ? rest : rest.slice(0, -1)
  const { column } = around
  let index = 0
  if (before !== undefined && column !== undefined) {
    const deep = lines.findLastIndex(
      (line, at) =>
        line.comment !== undefined && lines.slice(0, at + 1).every(other => isDeeper(other, column)),
    )
    index = deep + 1
    for (const line of lines.slice(0, index)) {
      if (before.column !== undefined) holderOf(before, line.column).push(...textOf(line))
      else if (line.comment !== undefined) before.behind.push(line.comment)
    }
  }
  const left = lines.slice(index).flatMap(textOf)
  if (next === undefined) around.below.push(...trimmed(left, around.last === undefined, true))
  else next.above.push(...trimmed(left, before === undefined))
}

function isDeeper(line: Line, column: number): boolean {
  return line.comment === undefined || line.column > column
}

/** Where a comment goes that is indented deeper than the child which it follows. */
function holderOf(before: Draft, column: number): string[] {
  let here = before
  while (here.last?.column !== undefined && here.last.column <= column) here = here.last
  return here.below
}

function lastOf(draft: Draft): Draft {
  let here = draft
  while (here.column !== undefined && here.last) here = here.last
  return here
}

interface Line {
  readonly comment: string | undefined
  readonly column: number
  readonly isBlank: boolean
}

/** The lines of text that holds no values. */
function linesOf(gap: string): Line[] {
  return gap.split("\n").map(line => {
    const column = line.indexOf("#")
    const comment = column < 0 ? undefined : line.slice(column).trimEnd()
    return { comment, column, isBlank: line.trim() === "" }
  })
}

/** The comments in text that holds no values. */
export function commentsIn(text: string): readonly string[] {
  return linesOf(text).flatMap(({ comment }) => comment ?? [])
}

function textOf({ comment, isBlank }: Line): readonly string[] {
  return comment !== undefined ? [comment] : isBlank ? [""] : []
}

/** The lines with at most one blank line in a row. */
function trimmed(lines: readonly string[], noneFirst: boolean, noneLast = false): string[] {
  const kept = lines.filter(
    (line, index) => line !== "" || (lines[index - 1] !== "" && !(noneFirst && index === 0)),
  )
  while (noneLast && kept.at(-1) === "") kept.pop()
  return kept
}
