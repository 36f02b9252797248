import { isList, isMap, type Json, type Path, sameJson } from "../lib/json.ts"
import { commentsAround, commentsIn } from "./comments.ts"
import { commentsAfter } from "./commentsAfter.ts"
import { columnOf, endOfLines, lineEnd } from "./lines.ts"
import { writeScalar } from "./scalars.ts"
import type { Splice } from "./splice.ts"
import type { TextNode } from "./tree.ts"
import { type Spot, type Style, writeFlow, writeValue } from "./write.ts"

/** The place of a value in the text: what stands there, and where another would go. */
export interface Slot {
  readonly node: TextNode
  /** Where the value begins. */
  readonly at: number
  /** Behind the colon or dash; in the brackets of a list, where the value begins. */
  readonly from: number
  /** A key in brackets without a colon, as in `{ a }`. */
  readonly needsColon: boolean
  /** The column of the key or dash. */
  readonly indent: number
  /** Whether it stands in brackets. */
  readonly inFlow: boolean
  readonly path: Path
}

/** What a value was before it was replaced, and how: should it come back, so does its writing. */
interface Former {
  readonly value: Json
  readonly source: string
  readonly written: string
  readonly indent: number
}

const formers = new WeakMap<TextNode, Former>()

/** Remembers, with the node that took the place of the slot's value, what stood there. */
export function rememberFormer(node: TextNode, text: string, slot: Slot, splice: Splice): void {
  const source = text.slice(splice.start, splice.end)
  formers.set(node, { value: slot.node.value, source, written: splice.text, indent: slot.indent })
}

/** Another value in the slot. Comments around the old one stay, and those within it whose owner is still there. */
export function replacement(
  text: string,
  style: Style,
  slot: Slot,
  value: Json,
  carry?: Spot["carry"],
): Splice {
  const { node, at } = slot
  const start = slot.inFlow ? at : slot.from
  const former = formers.get(node)
  if (former?.indent === slot.indent && text.startsWith(former.written, start)) {
    const end = start + former.written.length
    if (sameJson(former.value, value)) return { start, end, text: former.source }
  }
  return slot.inFlow ? replacementInFlow(slot, value) : replacementInBlock(text, style, slot, value, carry)
}

function replacementInFlow({ node, at, path, needsColon }: Slot, value: Json): Splice {
  const written =
    isMap(value) || isList(value) ? writeFlow(value, path) : writeScalar(value, true, quotesOf(node))
  const lead = needsColon ? ": " : node.length === 0 ? " " : ""
  return { start: at, end: at + node.length, text: lead + written }
}

function replacementInBlock(
  text: string,
  style: Style,
  slot: Slot,
  value: Json,
  carry: Spot["carry"],
): Splice {
  const { node, at, from, indent, path } = slot
  const isBlock = node.type !== "scalar" && !node.flow
  const last = isBlock ? node.children.at(-1) : undefined
  const stop = isBlock && last ? endOfLines(text, node, at, last) : lineEnd(text, at + node.length)
  const all = commentsAround(text, node, at, from, stop)
  const comments = { ...commentsAfter(all, node.value, value), source: undefined }
  const isItem = text[from - 1] === "-" && isMap(value)
  const spot = {
    path,
    indent,
    used: columnOf(text, from),
    style: isItem ? { ...style, map: 2 } : style,
    form: isBlock ? "block" : undefined,
    quotes: quotesOf(node),
    comments: { ...comments, behind: [comments.behind.join(" ")].filter(comment => comment !== "") },
    carry,
  } as const
  const written = writeValue(value, spot)
  const isOneLine = !written.includes("\n") && !isBlock
  if (isOneLine && !isBlockText(node)) {
    const bare = writeValue(value, { ...spot, comments: undefined })
    const gap = commentsIn(text.slice(from, at)).map(comment => ` ${comment}`)
    return { start: from, end: at + node.length, text: [bare, ...gap].join("") }
  }
  return { start: from, end: stop, text: isItem ? written.replace(/^\n +(?=[^ #])/, " ") : written }
}

function isBlockText(node: TextNode): boolean {
  return node.type === "scalar" && node.style === "block"
}

function quotesOf(node: TextNode): "single" | "double" | undefined {
  return node.type === "scalar" && (node.style === "single" || node.style === "double")
    ? node.style
    : undefined
}
