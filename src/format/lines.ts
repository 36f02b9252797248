import type { Child, CollectionNode } from "./tree.ts"

/*
 * Which lines belong to an item of a block: the comments directly above it, its own, the comment behind it, and
 * comments below that are indented deeper than it. They move with it, and go when it goes.
 *
 *     # Reads the changed file.     ┐
 *     - id: read   # once only      │ one item
 *       kind: file.read             │
 *       # with: nothing yet         ┘
 */

/** The offset of the line break that ends the line, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset)
  if (at < 0) return text.length
  return at > offset && text[at - 1] === "\r" ? at - 1 : at
}

/** The offset at which the line begins. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1
}

/** The offset behind the line break that ends the line. */
export function afterLine(text: string, offset: number): number {
  const at = text.indexOf("\n", offset)
  return at < 0 ? text.length : at + 1
}

/** How far from the start of its line the offset is. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** Whether the line holds nothing before the offset but blanks. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset))
}

/** Where the last line that belongs to the child ends. */
export function endOfLines(text: string, node: CollectionNode, start: number, child: Child): number {
  const column = columnOf(text, start + (node.children[0]?.start ?? 0))
  let end = lineEnd(text, start + child.at + child.node.length)
  for (let at = afterLine(text, end); at < text.length && at > end; at = afterLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at))
    const comment = /^( *)#/.exec(line)
    if (comment && (comment[1] ?? "").length > column) end = lineEnd(text, at)
    else if (line.trim() !== "") break
  }
  return end
}

/** Where the first line that belongs to the child begins: that of the comments directly above it. */
export function startOfLines(text: string, lead: number): number {
  const column = columnOf(text, lead)
  let start = lineStart(text, lead)
  while (start > 0) {
    const above = lineStart(text, start - 1)
    const comment = /^( *)#/.exec(text.slice(above, start))
    if (!comment || (comment[1] ?? "").length > column) break
    start = above
  }
  return start
}
