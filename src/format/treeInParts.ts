import { must } from "../lib/assert.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { refuse, type Trouble } from "./guard.ts"
import { type ReadTree, readPart } from "./readTree.ts"
import { type Child, type CollectionNode, collection, moved } from "./tree.ts"

/*
 * A text is read as one by what reads YAML, and with thousands of steps the page would stand still meanwhile. Here the
 * root's list of steps and its map of places are taken out of it but for their first items, and read a few items at a
 * time, as an edit reads those that it touches. It is tried only where every line says for itself whether an item begins
 * there; whatever is wrong or unusual is left to reading the text as one, so that what comes of it is the same always.
 *
 *     steps:
 *       - id: a          read with what is around the list
 *       - id: b   ┐
 *       - id: c   ┘      read by themselves
 *     name: …            read with what is around the list
 */

/** The long ones among the values of the root, and how a line begins that begins an item of theirs. */
const longOnes = [
  { key: "steps", type: "list", begins: "- " },
  { key: "layout", type: "map", begins: "\\w" },
] as const

/** So many lines, or a few more, are read between two rests. */
const linesAtOnce = 120

/** A long value of the root. */
interface Long {
  readonly key: string
  readonly type: "map" | "list"
  /** Where its first item begins. */
  readonly first: number
  /** Where the parts begin that are read by themselves; last, where the value ends. */
  readonly starts: readonly number[]
  readonly from: number
  readonly to: number
}

/** The tree of the text, or why it cannot be one; rests now and then. */
export function* treeInParts(text: string): Generator<undefined, Result<ReadTree, Trouble>> {
  const refused = refuse(text)
  if (refused) return err(refused)
  const longs = longOnes.flatMap(one => longIn(text, one) ?? []).sort((a, b) => a.from - b.from)
  const read = longs.length > 0 && (yield* readParts(text, longs))
  return read ? ok(read) : readPart(text)
}

function longIn(text: string, { key, type, begins }: (typeof longOnes)[number]): Long | null {
  // A list may begin at the column of its key, and a map may not.
  const blanks = type === "list" ? "*" : "+"
  const head = new RegExp(
    `^${key}:[ \\t]*(?:#.*)?\\r?\\n(?:[ \\t]*(?:#.*)?\\r?\\n)*( ${blanks})(?=${begins})`,
    "m",
  )
  const found = head.exec(text)
  if (!found) return null
  const first = found.index + found[0].length
  const starts = startsIn(text, first, found[1]?.length ?? 0, new RegExp(begins))
  const [from, to] = [starts?.at(0), starts?.at(-1)]
  return starts && from !== undefined && to !== undefined && from < to
    ? { key, type, first, starts, from, to }
    : null
}

/** Where parts begin behind the first item, and where the last of them ends; null where a line may be anything. */
function startsIn(text: string, first: number, indent: number, begins: RegExp): number[] | null {
  const starts: number[] = []
  let lines = linesAtOnce
  const line = /\n( *)(- |[^\n]?)/g
  line.lastIndex = first
  for (let found = line.exec(text); found; found = line.exec(text)) {
    const [, { length: blanks } = "", then = ""] = found
    lines++
    if (blanks > indent || then === "" || then === "\r" || then === "#") continue
    if (blanks === indent && begins.test(then)) {
      if (lines <= linesAtOnce) continue
      starts.push(found.index + 1)
      lines = 0
    } else if (blanks === 0 && /\w/.test(then)) return [...starts, found.index + 1]
    else return null
  }
  return [...starts, text.length]
}

/** Reads what is around the long values, and then those; null where that is not what the text as one would be. */
function* readParts(text: string, longs: readonly Long[]): Generator<undefined, ReadTree | null> {
  const around = readPart(
    longs.reduceRight((left, { from, to }) => left.slice(0, from) + left.slice(to), text),
  )
  if (!around.ok || around.value.root.type !== "map" || around.value.root.flow) return null
  const { root, start } = around.value
  let { children } = root
  for (const long of longs) {
    const child = children.find(({ key }) => key === long.key)
    if (child?.node.type !== long.type || child.node.flow || start + child.at !== long.first) return null
    const items = yield* readItems(text, long)
    if (items === null) return null
    yield
    const all = [...child.node.children, ...items]
    if (long.type === "map" && new Set(all.map(({ key }) => key)).size < all.length) return null
    const node = blockOf(long.type, all)
    children = children.map(each => {
      if (each === child) return { ...each, node }
      return each.start < child.start ? each : moved(each, long.to - long.from)
    })
  }
  return { root: blockOf("map", children), start }
}

/** The items of a long value but for the first. */
function* readItems(text: string, { type, first, starts }: Long): Generator<undefined, Child[] | null> {
  const items: Child[] = []
  for (const [index, start] of starts.slice(0, -1).entries()) {
    yield
    const part = readPart(text.slice(start, starts[index + 1]), 1)
    if (!part.ok || part.value.root.type !== type || part.value.root.flow) return null
    for (const child of part.value.root.children) items.push(moved(child, start + part.value.start - first))
  }
  return items
}

function blockOf(type: "map" | "list", children: readonly Child[]): CollectionNode {
  const last = must(children.at(-1), "a last child")
  return collection(type, false, last.at + last.node.length, children)
}
