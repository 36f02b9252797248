import { isList, isMap, type Json, type JsonMap, own, type Path, sameJson } from "../lib/json.ts"
import type { Moves } from "./carry.ts"
import { editFlow } from "./editFlow.ts"
import { withLeftOut } from "./leftOut.ts"
import { afterLine, columnOf, endOfLines, isFirstOnLine, lineEnd, lineStart, startOfLines } from "./lines.ts"
import { keptInOrder, matchItems } from "./matching.ts"
import { replacement, type Slot } from "./replace.ts"
import { writeKey } from "./scalars.ts"
import { inOrder, type Splice, spliced } from "./splice.ts"
import { type Child, type CollectionNode, childOf } from "./tree.ts"
import { isInScopes, orderedKeys, type Style, schemaKeys, writeItem, writePair } from "./write.ts"

/*
 * The difference between two documents as splices of the text that says the first one. Only what differs between
 * the two is written: what the view leaves out, because it is broken or unknown, stays as it stands. Within one
 * list or map, changes inside what stays come first, then what is taken out, then what is put in, so that splices
 * at one place keep this order.
 */

/** An edit in the making: the text that it starts from, and what is gathered so far. */
export interface Edit {
  readonly text: string
  readonly style: Style
  readonly splices: Splice[]
  /** The values that were replaced where they stand, by their path after the edit. */
  readonly replaced: { readonly slot: Slot; readonly path: Path }[]
  /** The steps that go from one scope to another. */
  readonly moves: Moves
  readonly breadth: Breadth
}

/** How much of the text an edit writes anew: what differs, the steps of the root that differ, or the root's values. */
export type Breadth = "difference" | "step" | "value"

/** Writes the change of a value into the edit. */
export function editValue(edit: Edit, slot: Slot, before: Json, after: Json): void {
  if (sameJson(before, after)) return
  const { node } = slot
  if (isWrittenAnew(edit.breadth, slot.path)) {
    edit.splices.push(replacement(edit.text, edit.style, slot, withLeftOut(node.value, before, after)))
    return
  }
  const isAlike = (isMap(before) && isMap(after)) || (isList(before) && isList(after))
  if (isAlike && node.type === (isMap(after) ? "map" : "list")) {
    const collection = node as CollectionNode
    const done = collection.flow
      ? editFlow(edit, slot, collection, before, after)
      : isMap(after)
        ? editBlockMap(edit, slot, collection, before as JsonMap, after)
        : editBlockList(edit, slot, collection, before as readonly Json[], after as readonly Json[])
    if (done) return
  }
  edit.replaced.push({ slot, path: slot.path })
  edit.splices.push(replacement(edit.text, edit.style, slot, after, edit.moves.carry))
}

function isWrittenAnew(breadth: Breadth, path: Path): boolean {
  if (breadth === "difference") return false
  return breadth === "value" ? path.length === 1 : path.length === 2 && isInScopes(path)
}

/** The place of a child's value in the text. */
export function slotOf(
  edit: Edit,
  parent: Slot,
  node: CollectionNode,
  child: Child,
  key: string | number,
): Slot {
  const keyEnd = parent.at + child.start + child.keyLength
  const at = parent.at + child.at
  const colon = node.type === "map" ? edit.text.slice(keyEnd, at + 1).indexOf(":") : -1
  return {
    node: child.node,
    at,
    from: node.type === "map" ? keyEnd + colon + 1 : node.flow ? at : keyEnd + 1,
    needsColon: node.type === "map" && colon < 0,
    indent: columnOf(edit.text, parent.at + child.start),
    inFlow: node.flow,
    path: [...parent.path, key],
  }
}

function editBlockMap(
  edit: Edit,
  slot: Slot,
  node: CollectionNode,
  before: JsonMap,
  after: JsonMap,
): boolean {
  const renamed = renamedKeys(node, slot.path, before, after)
  const named = new Set(renamed.values())
  const gone = new Set(
    Object.keys(before).filter(
      key => own(after, key) === undefined && childOf(node, key) && !renamed.has(key),
    ),
  )
  const added = orderedKeys(after, slot.path).filter(
    key => own(before, key) === undefined && !childOf(node, key) && !named.has(key),
  )
  const kept = node.children.filter(child => !gone.has(child.key))
  const [firstKept] = kept
  if (!firstKept) return false
  for (const child of kept) {
    const key = renamed.get(child.key)
    if (key !== undefined) edit.splices.push(keySplice(slot, child, key))
    const value = own(after, child.key)
    if (value === undefined || Object.is(own(before, child.key), value)) continue
    editValue(edit, slotOf(edit, slot, node, child, child.key), own(before, child.key) ?? missing, value)
  }
  takeOut(edit, slot.at, node, index => gone.has(node.children[index]?.key ?? ""))
  const known = schemaKeys(slot.path)
  for (const key of added) {
    const place = known.indexOf(key)
    const earlier = kept.filter(child => known.includes(child.key) && known.indexOf(child.key) < place)
    const last = earlier.toSorted((a, b) => known.indexOf(a.key) - known.indexOf(b.key)).at(-1)
    const anchor = place < 0 ? (kept.at(-1) ?? firstKept) : (last ?? firstKept)
    const end = endOfLines(edit.text, node, slot.at, anchor)
    const spot = {
      path: [...slot.path, key],
      indent: columnOf(edit.text, slot.at),
      used: 0,
      style: edit.style,
      carry: edit.moves.carry,
    }
    put(edit, end, `\n${writePair(key, own(after, key) ?? null, spot)}`)
  }
  return true
}

/** The keys that were given another name, where any key may stand: the value under them is the same. */
export function renamedKeys(
  node: CollectionNode,
  path: Path,
  before: JsonMap,
  after: JsonMap,
): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>()
  if (schemaKeys(path).length > 0) return renamed
  const added = Object.keys(after).filter(key => own(before, key) === undefined && !childOf(node, key))
  for (const key of Object.keys(before)) {
    if (own(after, key) !== undefined || !childOf(node, key)) continue
    const at = added.findIndex(other => sameJson(own(before, key), own(after, other)))
    const [name] = at < 0 ? [] : added.splice(at, 1)
    if (name !== undefined) renamed.set(key, name)
  }
  return renamed
}

/** Another key for a child. */
export function keySplice(slot: Slot, child: Child, key: string): Splice {
  const start = slot.at + child.start
  return {
    start,
    end: start + child.keyLength,
    text: writeKey(key, slot.node.type !== "scalar" && slot.node.flow),
  }
}

/** Stands for a value that the view left out, and so differs from every value. */
const missing: Json = Object.freeze(["left out of the view"])

function editBlockList(
  edit: Edit,
  slot: Slot,
  node: CollectionNode,
  before: readonly Json[],
  after: readonly Json[],
): boolean {
  const { text } = edit
  if (after.length === 0 || node.children.length !== before.length) return false
  const matching = matchItems(before, after, isInScopes(slot.path) ? edit.moves : undefined)
  if (before.length === after.length && matching.every((from, index) => from === index)) {
    for (const [index, child] of node.children.entries()) {
      const [was, is] = [before[index] ?? null, after[index] ?? null]
      if (was !== is) editValue(edit, slotOf(edit, slot, node, child, index), was, is)
    }
    return true
  }
  if (!isFirstOnLine(text, slot.at)) return false
  const kept = keptInOrder(matching)
  if (kept.size === 0) return false
  const moved = new Map<number, string>()
  for (const [index, from] of matching.entries()) {
    const child = node.children[from]
    if (!child || Object.is(before[from], after[index])) continue
    const part: Edit = kept.has(from) ? edit : { ...edit, splices: [] }
    editValue(part, slotOf(edit, slot, node, child, index), before[from] ?? null, after[index] ?? null)
    if (part !== edit) moved.set(from, linesOf(edit, slot, node, child, part.splices))
  }
  takeOut(edit, slot.at, node, index => !kept.has(index))
  const blank = isSpaced(text, slot.at, node) ? "\n" : ""
  let anchor: Child | undefined
  for (const [index, from] of matching.entries()) {
    const child = node.children[from]
    if (child && kept.has(from)) {
      anchor = child
      continue
    }
    const spot = {
      path: [...slot.path, index],
      indent: columnOf(text, slot.at),
      used: 0,
      style: edit.style,
      form: neighbourForm(node),
      carry: edit.moves.carry,
    }
    const lines = child
      ? (moved.get(from) ?? linesOf(edit, slot, node, child, []))
      : writeItem(after[index] ?? null, spot)
    if (anchor) put(edit, endOfLines(text, node, slot.at, anchor), `\n${blank}${lines}`)
    else put(edit, startOfLines(text, slot.at), `${lines}\n${blank}`)
  }
  return true
}

/** How the items of the list are written, where they all are maps or lists and written alike. */
function neighbourForm(node: CollectionNode): "block" | undefined {
  return node.children.every(({ node: item }) => item.type !== "scalar" && !item.flow) ? "block" : undefined
}

function isSpaced(text: string, start: number, node: CollectionNode): boolean {
  const [first, second] = node.children
  if (!first || !second) return false
  const end = endOfLines(text, node, start, first)
  return text.slice(end, startOfLines(text, start + second.start)).split("\n").length > 2
}

/** The lines that belong to the child, with the splices made. */
export function linesOf(
  edit: Edit,
  slot: Slot,
  node: CollectionNode,
  child: Child,
  splices: readonly Splice[],
): string {
  const from = startOfLines(edit.text, slot.at + child.start)
  const to = endOfLines(edit.text, node, slot.at, child)
  return spliced(edit.text, inOrder(splices), from, to)
}

function put(edit: Edit, at: number, text: string): void {
  edit.splices.push({ start: at, end: at, text })
}

/**
 * Takes children out of a block with all lines that belong to them. What goes from its end goes with the line break
 * before it: the one behind it is where an edit around the block puts what follows.
 */
function takeOut(edit: Edit, start: number, node: CollectionNode, isGone: (index: number) => boolean): void {
  const { text } = edit
  const lastKept = node.children.findLastIndex((_, index) => !isGone(index))
  let index = takeOutHead(edit, start, node, isGone)
  for (; index < node.children.length; index++) {
    const child = node.children[index]
    if (!child || !isGone(index)) continue
    const end = endOfLines(text, node, start, child)
    const after = afterLine(text, end)
    const from = startOfLines(text, start + child.start)
    const before = node.children[index - 1]
    const isAtEnd = index > lastKept
    const above =
      before && (isAtEnd || isBlankLine(text, after)) ? endOfLines(text, node, start, before) : undefined
    const top = blankAbove(text, from, above)
    edit.splices.push(
      isAtEnd
        ? { start: lineEnd(text, lineStart(text, top - 1)), end, text: "" }
        : { start: top, end: after, text: "" },
    )
  }
}

/** A first pair that shares its line with a dash goes up to the next that stays. Gives where to go on. */
function takeOutHead(
  edit: Edit,
  start: number,
  node: CollectionNode,
  isGone: (index: number) => boolean,
): number {
  const { text } = edit
  const lead = start + (node.children[0]?.start ?? 0)
  if (!isGone(0) || isFirstOnLine(text, lead)) return 0
  const next = node.children.findIndex((_, index) => !isGone(index))
  const nextLead = start + (node.children[next]?.start ?? 0)
  const lastGone = node.children[next - 1]
  const hasComments = startOfLines(text, nextLead) < lineStart(text, nextLead)
  const end = hasComments && lastGone ? endOfLines(text, node, start, lastGone) : nextLead
  edit.splices.push({ start: lead, end, text: "" })
  return next
}

function isBlankLine(text: string, at: number): boolean {
  return text.slice(at, lineEnd(text, at)).trim() === ""
}

/** Where the blank lines above begin, if there are some and they do not reach above the limit. */
function blankAbove(text: string, from: number, limit: number | undefined): number {
  if (limit === undefined) return from
  let start = from
  while (start > limit) {
    const above = lineStart(text, start - 1)
    if (above <= limit || !isBlankLine(text, above)) break
    start = above
  }
  return start
}
