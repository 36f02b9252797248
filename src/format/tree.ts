import type { Json, Path } from "../lib/json.ts"

/*
 * The text of a file as a tree of nodes. A node knows its length and where its children begin *relative to its
 * own start*, never where it stands itself: after an edit every node beside the way from the root to the change
 * is used again as it is, and only the starts of the later children on that way move. A node is therefore equal
 * to itself between two versions of a file exactly when its text is the same.
 *
 *     steps:            map at 0, one child: key `steps` at 0, value at 9
 *       - id: a         list, one child: value at 2
 */

/** How a scalar is written. `empty` has no text at all, as after `key:`. */
export type ScalarStyle = "plain" | "single" | "double" | "block" | "empty"

/** A single value in the text. */
export interface ScalarNode {
  readonly type: "scalar"
  readonly length: number
  readonly value: Json
  readonly style: ScalarStyle
  /** Set where the text is not quite a value that can be kept: `value` is then the text itself. */
  readonly flaw?: "unsafe_integer" | "not_finite" | "bidi_control"
}

/** One key and value of a map, or one item of a list. Offsets count from the start of the collection. */
export interface Child {
  /** Empty for the items of a list. */
  readonly key: string
  /** Where the key begins; for an item, its dash, or in brackets its value. */
  readonly start: number
  /** The length of the key as it is written, quotes included. */
  readonly keyLength: number
  /** Where the value begins. */
  readonly at: number
  readonly node: TextNode
}

/** A map or a list in the text. */
export interface CollectionNode {
  readonly type: "map" | "list"
  /** Written in brackets. */
  readonly flow: boolean
  readonly length: number
  readonly value: Json
  readonly children: readonly Child[]
  /** Whether a scalar inside has a flaw. */
  readonly flawed: boolean
  /** Whether a map stands in a map here or inside, and whether a list does, both written in lines. */
  readonly holds: { readonly map: boolean; readonly list: boolean }
}

/** Any node of the text. */
export type TextNode = ScalarNode | CollectionNode

/** A node together with where it stands in the text. */
export interface Placed {
  readonly node: TextNode
  readonly start: number
  /** Where its key begins, or the node itself where it has none. */
  readonly keyStart: number
}

/** The child under the key of a map or at the position in a list. */
export function childOf(node: TextNode, key: string | number): Child | undefined {
  if (node.type === "scalar") return undefined
  if (node.type === "list") return typeof key === "number" ? node.children[key] : undefined
  return node.children.find(child => child.key === String(key))
}

/** The deepest node on the path that exists, and how many keys of the path lead to it. */
export function nearestNode(root: TextNode, path: Path): Placed & { readonly depth: number } {
  let here: Placed = { node: root, start: 0, keyStart: 0 }
  let depth = 0
  for (const key of path) {
    const child = childOf(here.node, key)
    if (!child) break
    here = { node: child.node, start: here.start + child.at, keyStart: here.start + child.start }
    depth++
  }
  return { ...here, depth }
}

/** The path of the smallest node around the offset. A key, and the blank behind it, belong to their value. */
export function pathAround(root: TextNode, offset: number): Path {
  const path: (string | number)[] = []
  let node = root
  let rest = offset
  while (node.type !== "scalar") {
    const index = lastStartingBefore(node.children, rest)
    const child = node.children[index]
    if (!child || rest > child.at + child.node.length) break
    path.push(node.type === "list" ? index : child.key)
    if (rest < child.at) break
    rest -= child.at
    node = child.node
  }
  return path
}

/** The position of the last child that begins at the offset or before it; -1 where none does. */
export function lastStartingBefore(children: readonly Child[], offset: number): number {
  let low = 0
  let high = children.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((children[middle] as Child).start <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The child, so much further into its collection. */
export function moved(child: Child, by: number): Child {
  return by === 0 ? child : { ...child, start: child.start + by, at: child.at + by }
}

/** A collection of these children, with the value that they make. */
export function collection(
  type: "map" | "list",
  flow: boolean,
  length: number,
  children: readonly Child[],
): CollectionNode {
  let flawed = false
  const holds = { map: false, list: false }
  for (const { node } of children) {
    if (node.type === "scalar" ? node.flaw !== undefined : node.flawed) flawed = true
    if (node.type === "scalar" || node.flow) continue
    if (type === "map") holds[node.type] = true
    holds.map ||= node.holds.map
    holds.list ||= node.holds.list
  }
  const value = type === "list" ? listOf(children) : mapOf(children)
  return { type, flow, length, value, children, flawed, holds }
}

function listOf(children: readonly Child[]): Json {
  return children.map(child => child.node.value)
}

function mapOf(children: readonly Child[]): Json {
  const map: Record<string, Json> = Object.create(null)
  for (const child of children) map[child.key] = child.node.value
  return map
}
