import { isList, isMap, type Json, own, type Path } from "../lib/json.ts"
import { rootScopeKeys, scopeKeys } from "../model/workflow.ts"
import { commentsOf } from "./comments.ts"
import { commentsAfter } from "./commentsAfter.ts"
import { type Edit, editValue, linesOf, slotOf } from "./edit.ts"
import { flowItem } from "./editFlow.ts"
import { columnOf, isFirstOnLine } from "./lines.ts"
import type { Slot } from "./replace.ts"
import type { Child, CollectionNode } from "./tree.ts"
import { type FlowItem, isInScopes, writeItem } from "./write.ts"

/*
 * A step that goes to another scope is still that step: it is known by its id, and its text goes along with every
 * comment in it and above it, indented as its new place wants it. What changed inside is then changed in place.
 */

/** Where a step stood before an edit. */
interface Origin {
  readonly slot: Slot
  readonly list: CollectionNode
  readonly child: Child
  readonly index: number
  readonly value: Json
}

/** The steps of a file before and after an edit, by their ids. */
export interface Moves {
  /** Whether there was a step of this id, and only one. */
  isKnown(id: string): boolean
  /** Whether a step of this id is there after the edit. */
  isLeft(id: string): boolean
  /** The lines of a step that was in the file, as an item indented so far; undefined for any other. */
  carry(item: Json, path: Path, indent: number): string | undefined
  /** The text of a step that was in brackets in the file; undefined for any other. */
  carryFlow(item: Json, path: Path): FlowItem | undefined
}

/** What moves from one document to the other. Nothing is looked up before it is asked for. */
export function movesOf(edit: () => Edit, slot: Slot, before: Json, after: Json): Moves {
  let origins: ReadonlyMap<string, Origin> | undefined
  let left: ReadonlySet<string> | undefined
  const originOf = (id: string) => {
    origins ??= originsOf(edit(), slot, before)
    return origins.get(id)
  }
  return {
    isKnown: id => originOf(id) !== undefined,
    isLeft: id => {
      left ??= new Set(idsIn(after, rootScopeKeys))
      return left.has(id)
    },
    carry: (item, path, indent) => {
      const id = idOf(item)
      const origin = id !== undefined && isInScopes(path) ? originOf(id) : undefined
      if (origin === undefined) return undefined
      return carried(edit(), origin, item, path, indent)
    },
    carryFlow: (item, path) => {
      const id = idOf(item)
      const origin = id !== undefined && isInScopes(path) ? originOf(id) : undefined
      if (!origin?.list.flow) return undefined
      return flowItem(edit(), origin.slot, origin.list, origin.index, item, path)
    },
  }
}

/** The id of a step. */
export function idOf(item: Json | undefined): string | undefined {
  const id = isMap(item) ? own(item, "id") : undefined
  return typeof id === "string" ? id : undefined
}

/** The ids of all steps in the scopes of a step or workflow, at any depth. */
export function idsIn(holder: Json, keys: readonly string[] = scopeKeys): string[] {
  if (!isMap(holder)) return []
  return keys.flatMap(key => {
    const scope = own(holder, key)
    return isList(scope) ? scope.flatMap(step => [idOf(step) ?? [], idsIn(step)].flat()) : []
  })
}

function originsOf(edit: Edit, root: Slot, before: Json): ReadonlyMap<string, Origin> {
  const found = new Map<string, Origin>()
  const repeated = new Set<string>()
  const look = (slot: Slot, value: Json, keys: readonly string[]) => {
    const { node } = slot
    if (node.type !== "map" || !isMap(value)) return
    for (const holder of node.children) {
      const scope = own(value, holder.key)
      const list = holder.node
      if (!keys.includes(holder.key) || list.type !== "list" || !isList(scope)) continue
      if (list.children.length !== scope.length) continue
      const listSlot = slotOf(edit, slot, node, holder, holder.key)
      for (const [index, child] of list.children.entries()) {
        const step = scope[index] ?? null
        const id = idOf(step)
        if (id !== undefined && found.has(id)) repeated.add(id)
        if (id !== undefined) found.set(id, { slot: listSlot, list, child, index, value: step })
        look(slotOf(edit, listSlot, list, child, index), step, scopeKeys)
      }
    }
  }
  look(root, before, rootScopeKeys)
  for (const id of repeated) found.delete(id)
  return found
}

function carried(edit: Edit, origin: Origin, item: Json, path: Path, indent: number): string {
  const { slot, list, child, index, value } = origin
  const { text } = edit
  const lead = slot.at + child.start
  if (list.flow || !isFirstOnLine(text, lead)) {
    const comments = commentsOf(text, list, slot.at).parts.get(index)
    const carry: Moves["carry"] = (other, at, column) =>
      other === item ? undefined : edit.moves.carry(other, at, column)
    const said = comments && commentsAfter(comments, child.node.value, item)
    return writeItem(item, { path, indent, used: 0, style: edit.style, comments: said, carry })
  }
  const inner: Edit = { ...edit, splices: [], replaced: [] }
  editValue(inner, { ...slotOf(edit, slot, list, child, index), path }, value, item)
  const lines = linesOf(inner, slot, list, child, inner.splices)
  const column = columnOf(text, lead)
  return shifted(lines, indent - column)
}

/** The lines with so many blanks more, or fewer, before each. */
function shifted(lines: string, by: number): string {
  if (by === 0) return lines
  const cut = new RegExp(`^ {0,${Math.max(0, -by)}}`)
  return lines
    .split("\n")
    .map(line => (/^\r?$/.test(line) ? line : by > 0 ? " ".repeat(by) + line : line.replace(cut, "")))
    .join("\n")
}
