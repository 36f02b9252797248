import { isList, isMap, type Json, own, sameJson } from "../lib/json.ts"
import { type Edit, editValue, slotOf } from "./edit.ts"
import { columnOf } from "./lines.ts"
import { matchItems } from "./matching.ts"
import type { Slot } from "./replace.ts"
import { writeKey } from "./scalars.ts"
import { inOrder, spliced } from "./splice.ts"
import type { Child, CollectionNode } from "./tree.ts"
import { orderedKeys, widest, writeFlow } from "./write.ts"

/** One part of a collection in brackets after an edit: a child that stays, with its value then, or a new one. */
interface Part {
  readonly child?: Child
  readonly key: string | number
  readonly value: Json
}

/**
 * Edits a map or list in brackets. False where it has to be written anew: it is no longer one, or would not fit
 * on its line.
 */
export function editFlow(edit: Edit, slot: Slot, node: CollectionNode, before: Json, after: Json): boolean {
  const { text } = edit
  if (text[slot.at] !== (node.type === "map" ? "{" : "[")) return false
  const parts = isList(after)
    ? listParts(node, before, after)
    : isMap(after)
      ? mapParts(node, slot, before, after)
      : []
  const stays = new Set(parts.map(part => part.child))
  const isSame =
    parts.length === node.children.length && parts.every((part, i) => part.child === node.children[i])
  if (isSame) {
    for (const part of parts) editPart(edit, slot, node, part, before)
    return true
  }
  if (parts.length === 0) return false
  const source = text.slice(slot.at, slot.at + node.length)
  if (!source.includes("\n")) return rewrite(edit, slot, node, parts, before, source)
  return editLines(edit, slot, node, parts, before, stays)
}

function listParts(node: CollectionNode, before: Json, after: readonly Json[]): Part[] {
  const old = isList(before) ? before : []
  if (old.length !== node.children.length) return after.map((value, key) => ({ key, value }))
  const matching = matchItems(old, after)
  return after.map((value, key) => {
    const child = node.children[matching[key] ?? -1]
    return child ? { child, key, value } : { key, value }
  })
}

/** Keys that the view leaves out stay, with the value that the text gives them. */
function mapParts(node: CollectionNode, slot: Slot, before: Json, after: Json): Part[] {
  if (!isMap(after) || !isMap(before)) return []
  const parts = node.children.flatMap((child): Part[] => {
    const value = own(after, child.key)
    if (value !== undefined) return [{ child, key: child.key, value }]
    return own(before, child.key) === undefined ? [{ child, key: child.key, value: child.node.value }] : []
  })
  const here = new Set(node.children.map(child => child.key))
  const added = orderedKeys(after, slot.path).filter(key => !here.has(key))
  return [...parts, ...added.map(key => ({ key, value: own(after, key) ?? null }))]
}

function editPart(edit: Edit, slot: Slot, node: CollectionNode, part: Part, before: Json): void {
  const { child, key, value } = part
  if (!child) return
  const old = isMap(before) ? own(before, child.key) : child.node.value
  if (old === undefined && sameJson(child.node.value, value)) return
  editValue(edit, slotOf(edit, slot, node, child, key), old ?? child.node.value, value)
}

/** Writes a collection on one line again, from the sources of the parts that stay. */
function rewrite(
  edit: Edit,
  slot: Slot,
  node: CollectionNode,
  parts: readonly Part[],
  before: Json,
  source: string,
): boolean {
  const written = parts.map(part => {
    if (!part.child) return writePart(node, slot, part)
    const inner: Edit = { ...edit, splices: [], replaced: [] }
    editPart(inner, slot, node, part, before)
    const from = slot.at + part.child.start
    return spliced(edit.text, inOrder(inner.splices), from, slot.at + part.child.at + part.child.node.length)
  })
  const isPadded = node.children.length > 0 ? source[1] === " " : node.type === "map"
  const padding = isPadded ? " " : ""
  const text = `${source[0]}${padding}${written.join(", ")}${padding}${source.at(-1)}`
  const isBare = node.children.every(
    child => parts.some(part => part.child === child) || hasOwnView(before, child),
  )
  const fits = columnOf(edit.text, slot.at) + text.length <= widest
  if (!fits && !slot.inFlow && isBare && columnOf(edit.text, slot.at) + source.length <= widest) return false
  edit.splices.push({ start: slot.at, end: slot.at + node.length, text })
  return true
}

function hasOwnView(before: Json, child: Child): boolean {
  return !isMap(before) || own(before, child.key) !== undefined
}

function writePart(node: CollectionNode, slot: Slot, part: Part): string {
  const value = writeFlow(part.value, [...slot.path, part.key])
  return node.type === "map" ? `${writeKey(String(part.key), true)}: ${value}` : value
}

/** Edits a collection in brackets over several lines, which may hold comments: each part by itself. */
function editLines(
  edit: Edit,
  slot: Slot,
  node: CollectionNode,
  parts: readonly Part[],
  before: Json,
  stays: ReadonlySet<Child | undefined>,
): boolean {
  const positions = parts.flatMap(part => (part.child ? [node.children.indexOf(part.child)] : []))
  if (positions.some((position, index) => position < (positions[index - 1] ?? -1))) return false
  for (const part of parts) editPart(edit, slot, node, part, before)
  for (const child of node.children) {
    if (stays.has(child)) continue
    const start = slot.at + child.start
    const end = commaAfter(edit.text, slot.at + child.at + child.node.length)
    edit.splices.push({ start, end, text: "" })
  }
  let anchor: Child | undefined
  for (const part of parts) {
    if (part.child) anchor = part.child
    else if (anchor) putAt(edit, slot.at + anchor.at + anchor.node.length, `, ${writePart(node, slot, part)}`)
    else putAt(edit, slot.at + 1, ` ${writePart(node, slot, part)},`)
  }
  return true
}

function putAt(edit: Edit, at: number, text: string): void {
  edit.splices.push({ start: at, end: at, text })
}

/** Behind the comma that follows, and the comment behind that; the offset itself where no comma follows. */
function commaAfter(text: string, offset: number): number {
  const rest = /^(?:[ \t\r\n]|#[^\n]*\n)*,(?:[ \t]*#[^\n]*)?/.exec(text.slice(offset, offset + 10_000))
  return offset + (rest?.[0].length ?? 0)
}
