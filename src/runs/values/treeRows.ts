import { isList, isMap, type Json, type Path } from "../../lib/json.ts"

/*
 * A value as rows of a tree. Only what is open is listed, and long lists and maps come in groups, so that a value of
 * millions of parts costs no more than what is looked at.
 *
 *     answer            { severity, notes }
 *       severity        "low"
 *       notes           2,000 items
 *         0 … 999
 *         1000 … 1999
 */

/** A row of the tree. */
export interface TreeRow {
  /** Unique in the tree. */
  readonly id: string
  readonly path: Path
  readonly depth: number
  readonly label: string
  /** Undefined for a group of parts. */
  readonly value: Json | undefined
  readonly isOpen: boolean
  readonly canOpen: boolean
}

/** Lists and maps with more parts than this come in groups of this many. */
const groupSize = 500
/** Values with few parts are open from the beginning. */
const fewParts = 12
/** Deeper than this nothing is open from the beginning. */
const usualDepth = 2
const deepest = 200

/** The rows of a value; `turned` are the ids of those that somebody opened or closed. */
export function treeRows(value: Json, turned: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const add = (row: Omit<TreeRow, "isOpen" | "canOpen">, parts: number, openUsually: boolean): boolean => {
    const canOpen = parts > 0 && row.depth < deepest
    const isOpen = canOpen && turned.has(row.id) !== openUsually
    rows.push({ ...row, canOpen, isOpen })
    return isOpen
  }
  const list = (inner: Json, path: Path, id: string, depth: number): void => {
    const keys = keysOf(inner)
    if (keys.length <= groupSize) {
      listParts(inner, path, id, depth, 0, keys.length)
      return
    }
    for (let from = 0; from < keys.length; from += groupSize) {
      const to = Math.min(keys.length, from + groupSize)
      const label = `${keys[from]} … ${keys[to - 1]}`
      const group = { id: `${id}/~${from}`, path, depth, label, value: undefined }
      if (add(group, to - from, false)) listParts(inner, path, id, depth + 1, from, to)
    }
  }
  const listParts = (inner: Json, path: Path, id: string, depth: number, from: number, to: number): void => {
    const keys = keysOf(inner)
    for (let index = from; index < to; index++) {
      const key = keys[index] as string | number
      const part = (inner as { readonly [key: string]: Json })[key] as Json
      const row = { id: `${id}/${key}`, path: [...path, key], depth, label: String(key), value: part }
      const parts = partsIn(part)
      if (add(row, parts, depth < usualDepth && parts <= fewParts)) list(part, row.path, row.id, depth + 1)
    }
  }
  list(value, [], "", 0)
  return rows
}

function partsIn(value: Json): number {
  return isList(value) ? value.length : isMap(value) ? Object.keys(value).length : 0
}

/** The keys of a map in its order, or the places of a list; nothing of anything else. */
function keysOf(value: Json | undefined): readonly (string | number)[] {
  if (isList(value)) return Array.from({ length: value.length }, (_, index) => index)
  return isMap(value) ? Object.keys(value) : []
}
