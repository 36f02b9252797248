import { isList, isMap, type Json, own, type Path, sameJson } from "../lib/json.ts"
import { idsIn } from "./carry.ts"
import { commentsIn } from "./comments.ts"
import { type Edit, editValue, keySplice, renamedKeys, slotOf } from "./edit.ts"
import { columnOf } from "./lines.ts"
import { matchItems } from "./matching.ts"
import type { Slot } from "./replace.ts"
import { writeKey } from "./scalars.ts"
import { inOrder, spliced } from "./splice.ts"
import type { Child, CollectionNode } from "./tree.ts"
import { type FlowItem, isInScopes, orderedKeys, widest, writeFlow } from "./write.ts"

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
  if (!slot.inFlow && bringsSteps(edit, slot, before, after)) return false
  const parts = isList(after)
    ? listParts(edit, slot, node, before, after)
    : isMap(after)
      ? mapParts(node, slot, before, after)
      : []
  const isSame =
    parts.length === node.children.length && parts.every((part, i) => part.child === node.children[i])
  if (isSame) {
    for (const part of parts) editPart(edit, slot, node, part, before)
    return true
  }
  // Around brackets that stand in a block, comments are kept by whoever writes them anew.
  if (parts.length === 0) return slot.inFlow && emptyLines(edit, slot, node)
  const source = text.slice(slot.at, slot.at + node.length)
  const isOneLine = !source.includes("\n") && !bringsComments(edit, slot, node, parts)
  if (isOneLine) return rewrite(edit, slot, node, parts, before, source)
  return editLines(edit, slot, node, parts, before)
}

/** Whether a step comes in from elsewhere: brackets have no room for its lines. */
function bringsSteps(edit: Edit, slot: Slot, before: Json, after: Json): boolean {
  if (slot.path.length === 0 || !isInScopes(slot.path)) return false
  const idsOf = (value: Json) => (isList(value) ? idsIn({ steps: value }) : idsIn(value))
  const here = new Set(idsOf(before))
  return idsOf(after).some(id => !here.has(id) && edit.moves.isKnown(id))
}

function listParts(
  edit: Edit,
  slot: Slot,
  node: CollectionNode,
  before: Json,
  after: readonly Json[],
): Part[] {
  const old = isList(before) ? before : []
  if (old.length !== node.children.length) return after.map((value, key) => ({ key, value }))
  const matching = matchItems(old, after, isInScopes(slot.path) ? edit.moves : undefined)
  return after.map((value, key) => {
    const child = node.children[matching[key] ?? -1]
    return child ? { child, key, value } : { key, value }
  })
}

/** Keys that the view leaves out stay, with the value that the text gives them. */
function mapParts(node: CollectionNode, slot: Slot, before: Json, after: Json): Part[] {
  if (!isMap(after) || !isMap(before)) return []
  const renamed = renamedKeys(node, slot.path, before, after)
  const parts = node.children.flatMap((child): Part[] => {
    const key = renamed.get(child.key) ?? child.key
    const value = own(after, key)
    if (value !== undefined) return [{ child, key, value }]
    return own(before, child.key) === undefined ? [{ child, key: child.key, value: child.node.value }] : []
  })
  const here = new Set(parts.map(part => part.key))
  const added = orderedKeys(after, slot.path).filter(key => !here.has(key))
  return [...parts, ...added.map(key => ({ key, value: own(after, key) ?? null }))]
}

function editPart(edit: Edit, slot: Slot, node: CollectionNode, part: Part, before: Json): void {
  const { child, key, value } = part
  if (!child) return
  if (node.type === "map" && child.key !== key) edit.splices.push(keySplice(slot, child, String(key)))
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
  const written = parts.map(part => sourceOf(edit, slot, node, part, before))
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

/** Whether a step comes in with comments around it, which want lines of their own. */
function bringsComments(edit: Edit, slot: Slot, node: CollectionNode, parts: readonly Part[]): boolean {
  return parts.some(({ child, value, key }) => {
    const brought = child ? undefined : edit.moves.carryFlow(value, [...slot.path, key])
    return node.type === "list" && brought !== undefined && hasComments(brought)
  })
}

function hasComments({ above, behind }: FlowItem): boolean {
  return above.length > 0 || behind.length > 0
}

/** An item in brackets as it stands in the text, after the edit, with the comments above it and behind it. */
export function flowItem(
  edit: Edit,
  slot: Slot,
  list: CollectionNode,
  index: number,
  value: Json,
  path: Path,
): FlowItem | undefined {
  const child = list.children[index]
  const key = path.at(-1)
  if (!child || key === undefined) return undefined
  const { text } = edit
  const before = list.children[index - 1]
  const after = list.children[index + 1]
  const from = slot.at + (before ? before.at + before.node.length : 1)
  const to = slot.at + (after ? after.start : list.length - 1)
  const above = gapOf(text.slice(from, slot.at + child.start)).above
  const behind = gapOf(text.slice(slot.at + child.at + child.node.length, to)).behind
  const there = { ...slot, path: path.slice(0, -1) }
  const source = sourceOf(edit, there, list, { child, key, value }, list.value)
  return { above: commentsIn(above), source, behind: commentsIn(behind) }
}

function writePart(edit: Edit, node: CollectionNode, slot: Slot, part: Part): string {
  const value = writeFlow(part.value, [...slot.path, part.key], undefined, edit.moves.carryFlow)
  return node.type === "map" ? `${writeKey(String(part.key), true)}: ${value}` : value
}

/**
 * Edits a collection in brackets over several lines, which may hold comments: each part keeps what stands above
 * it and behind it.
 */
function editLines(
  edit: Edit,
  slot: Slot,
  node: CollectionNode,
  parts: readonly Part[],
  before: Json,
): boolean {
  const { text } = edit
  const end = slot.at + node.length - 1
  const ends = [slot.at + 1, ...node.children.map(child => slot.at + child.at + child.node.length)]
  const starts = [...node.children.map(child => slot.at + child.start), end]
  const sources = ends.map((from, index) => text.slice(from, starts[index]))
  const gaps = sources.map(gapOf)
  const lineBreak = gaps.flatMap(({ above }) => /\n[ \t]*$/.exec(above) ?? [])[0] ?? "\n "
  const hasLastComma = (sources.at(-1) ?? "").replace(/#[^\n]*/g, "").includes(",")
  let written = text.slice(slot.at, slot.at + 1)
  let said = gaps[0]?.behind ?? ""
  const write = (above: string, source: string, behind: string) => {
    written += `${said}${said.includes("#") && !above.startsWith("\n") ? lineBreak : above}${source}`
    said = behind
  }
  for (const [index, part] of parts.entries()) {
    const position = part.child ? node.children.indexOf(part.child) : -1
    const brought = part.child ? undefined : edit.moves.carryFlow(part.value, [...slot.path, part.key])
    const comments = brought?.above.map(comment => `${lineBreak}${comment}`).join("") ?? ""
    const above = position < 0 ? `${comments}${lineBreak}` : (gaps[position]?.above ?? "")
    const source = `${sourceOf(edit, slot, node, part, before)}${index < parts.length - 1 || hasLastComma ? "," : ""}`
    const behind =
      position < 0
        ? (brought?.behind.map(comment => ` ${comment}`).join("") ?? "")
        : (gaps[position + 1]?.behind ?? "")
    write(index > 0 && above === "" ? " " : above, source, behind)
  }
  write(gaps.at(-1)?.above ?? "", text.slice(end, end + 1), "")
  edit.splices.push({ start: slot.at, end: end + 1, text: written })
  return true
}

/** Empties a collection in brackets of which something is said; false where nothing is. */
function emptyLines({ text, splices }: Edit, slot: Slot, { children, length }: CollectionNode): boolean {
  const [first, last] = [children[0], children.at(-1)]
  if (!first || !last) return false
  const end = slot.at + length - 1
  const { behind } = gapOf(text.slice(slot.at + 1, slot.at + first.start))
  const { above } = gapOf(text.slice(slot.at + last.at + last.node.length, end))
  if (!behind.includes("#") && !above.includes("#")) return false
  const lineBreak = above.startsWith("\n") ? "" : "\n "
  splices.push({ start: slot.at + 1, end, text: `${behind}${lineBreak}${above}` })
  return true
}

/** What stands behind the part before a gap, and what stands above the part after it; without the comma. */
function gapOf(gap: string): { readonly behind: string; readonly above: string } {
  const [first = "", ...rest] = gap
    .split(/\r?\n/)
    .map(line => line.replace(/^[^#]*/, head => head.replace(",", "")))
  return rest.length === 0
    ? { behind: "", above: first }
    : { behind: first.trimEnd(), above: `\n${rest.join("\n")}` }
}

function sourceOf(edit: Edit, slot: Slot, node: CollectionNode, part: Part, before: Json): string {
  const { child } = part
  if (!child) return writePart(edit, node, slot, part)
  const inner: Edit = { ...edit, splices: [], replaced: [] }
  editPart(inner, slot, node, part, before)
  const from = slot.at + child.start
  return spliced(edit.text, inOrder(inner.splices), from, slot.at + child.at + child.node.length)
}
