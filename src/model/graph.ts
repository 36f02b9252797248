import { isList, isMap, own, type Path } from "../lib/json.ts"
import { type Loop, loopsOf } from "./loops.ts"
import type { Step, WireSpec } from "./workflow.ts"

/*
 * One scope, read as steps and wires. The file writes wires as `next` in whatever form is shortest; here all forms
 * become the same list, and from it follows what the rules speak of: entries, loop-backs, the bodies of loops.
 *
 *     - { id: a, next: { true: b, failure: [c, { to: d, after: 10m }] } }     a ─true───▶ b
 *                                                                            a ─failure▶ c
 *                                                                            a ─failure▶ d   (after 10m)
 *
 * All of it is linear in the number of wires, but for the bodies of loops, which are as large as they are, and
 * none of it recurses: a chain of 10,000 steps is a workflow like any other.
 */

/** A wire of a scope, whichever form of `next` it was read from. */
export interface Wire {
  readonly from: string
  /** The outlet by name; null is the first outlet of the step's kind. */
  readonly outlet: string | null
  readonly to: string
  readonly spec: WireSpec
  /** Where it stands in its step: `["next", "true", 0]`. An implied wire stands nowhere: `[]`. */
  readonly path: Path
  /** Its place in file order: among the wires of its step, or of its scope. */
  readonly order: number
  /** The file does not write it: it follows from the order of the list. */
  readonly implied?: true
}

/** The wires that the step writes, in file order. Parts of `next` that are no wires are skipped. */
export function wiresOf(step: Pick<Step, "id" | "next">): Wire[] {
  const wires: Wire[] = []
  const add = (outlet: string | null, value: unknown, path: Path) => {
    const spec = typeof value === "string" ? { to: value } : isWireSpec(value) ? value : undefined
    if (spec === undefined || spec.to === "") return
    wires.push({ from: step.id, outlet, to: spec.to, spec, path, order: wires.length })
  }
  const addAll = (outlet: string | null, value: unknown, path: Path) => {
    if (isList(value)) for (const [index, item] of value.entries()) add(outlet, item, [...path, index])
    else add(outlet, value, path)
  }
  const next: unknown = step.next
  if (isMap(next) && !isWireMap(next)) {
    for (const outlet of Object.keys(next)) addAll(outlet, own(next, outlet), ["next", outlet])
  } else addAll(null, next, ["next"])
  return wires
}

/** Whether a map under `next` is one wire, and not wires by outlet: it says `to`, which no outlet is named. */
export function isWireMap(value: unknown): boolean {
  return isMap(value) && Object.hasOwn(value, "to")
}

function isWireSpec(value: unknown): value is WireSpec {
  return isMap(value) && typeof own(value, "to") === "string"
}

/** Whether the scope runs in list order: no step of it names `next`. */
export function isListOrdered(steps: readonly Step[]): boolean {
  return steps.every(step => step.next === undefined)
}

/** The wires of a scope in file order; those that the list implies, where the scope runs in list order. */
export function scopeWires(steps: readonly Step[]): Wire[] {
  if (!isListOrdered(steps)) {
    return steps.flatMap(step => wiresOf(step)).map((wire, order) => ({ ...wire, order }))
  }
  return steps.slice(1).flatMap((step, order) => {
    const from = steps[order]?.id ?? ""
    if (from === "" || step.id === "") return []
    return [
      { from, outlet: null, to: step.id, spec: { to: step.id }, path: [], order, implied: true as const },
    ]
  })
}

/** A scope as a graph. Lists and sets are in file order; `out` and `into` have an entry for every step. */
export interface Graph {
  readonly ids: readonly string[]
  /** The wires between steps of the scope. */
  readonly wires: readonly Wire[]
  /** Wires to where no step of the scope stands. */
  readonly dangling: readonly Wire[]
  readonly out: ReadonlyMap<string, readonly Wire[]>
  readonly into: ReadonlyMap<string, readonly Wire[]>
  /** Where a run begins. */
  readonly entries: readonly string[]
  /** Steps that no wire touches, and which therefore never run. */
  readonly lonely: readonly string[]
  /** What can be reached from the entries. */
  readonly reachable: ReadonlySet<string>
  /** The wires that close a cycle, as a depth-first search from the entries in file order meets them. */
  readonly backs: ReadonlySet<Wire>
  /** One for each step that loop-backs lead to. */
  readonly loops: readonly Loop[]
  /** All steps, so that every forward wire leads to a later one. */
  readonly sorted: readonly string[]
  /** For each step the number of forward wires on the longest way to it. */
  readonly levels: ReadonlyMap<string, number>
}

/** What a scope's steps do not say of its graph. */
export interface GraphOptions {
  /** The steps that triggers name in `next`; those of other scopes are ignored. */
  readonly entries?: Iterable<string>
  /** The steps stand side by side: no wire is implied, and every step that none leads to is an entry. */
  readonly branches?: boolean
}

/** Reads a scope as a graph. */
export function graphOf(steps: readonly Step[], options: GraphOptions = {}): Graph {
  const ids = [...new Set(steps.map(step => step.id).filter(id => id !== ""))]
  const out = new Map<string, Wire[]>(ids.map(id => [id, []]))
  const into = new Map<string, Wire[]>(ids.map(id => [id, []]))
  const wires: Wire[] = []
  const dangling: Wire[] = []
  for (const wire of scopeWires(steps)) {
    if (wire.implied && options.branches) continue
    const leaving = out.get(wire.from)
    const arriving = into.get(wire.to)
    if (leaving === undefined || arriving === undefined) {
      dangling.push(wire)
      continue
    }
    wires.push(wire)
    leaving.push(wire)
    arriving.push(wire)
  }
  const entries = entriesOf(ids, out, into, options)
  const { backs, sorted, reachable } = search(ids, out, entries)
  let levels: Map<string, number> | undefined
  return {
    ids,
    wires,
    dangling,
    out,
    into,
    entries,
    get lonely() {
      const isEntry = new Set(entries)
      return ids.filter(id => !isEntry.has(id) && out.get(id)?.length === 0 && into.get(id)?.length === 0)
    },
    reachable,
    backs,
    loops: loopsOf({ out, backs, sorted }),
    sorted,
    get levels() {
      levels ??= levelsOf(sorted, into, backs)
      return levels
    },
  }
}

type WiresById = ReadonlyMap<string, readonly Wire[]>

/** The steps at which the scope begins, by rule 5. */
function entriesOf(ids: readonly string[], out: WiresById, into: WiresById, options: GraphOptions): string[] {
  const wanted = new Set(options.entries)
  const named = ids.filter(id => wanted.has(id))
  if (named.length > 0) return named
  const heads = ids.filter(id => into.get(id)?.length === 0)
  const starting = options.branches ? heads : heads.filter(id => (out.get(id)?.length ?? 0) > 0)
  return starting.length > 0 ? starting : ids.slice(0, 1)
}

/** Depth-first search from the entries, and then from what they did not reach, so that every cycle is found. */
function search(ids: readonly string[], out: WiresById, entries: readonly string[]) {
  const open = new Set<string>()
  const seen = new Set<string>()
  const finished: string[] = []
  const backs = new Set<Wire>()
  const visit = (root: string) => {
    if (seen.has(root)) return
    const stack = [{ id: root, next: 0 }]
    seen.add(root)
    open.add(root)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const wire = out.get(top.id)?.[top.next++]
      if (wire === undefined) {
        open.delete(top.id)
        finished.push(top.id)
        stack.pop()
      } else if (open.has(wire.to)) backs.add(wire)
      else if (!seen.has(wire.to)) {
        seen.add(wire.to)
        open.add(wire.to)
        stack.push({ id: wire.to, next: 0 })
      }
    }
  }
  entries.forEach(visit)
  const reachable = new Set(seen)
  ids.forEach(visit)
  return { backs, reachable, sorted: finished.reverse() }
}

function levelsOf(sorted: readonly string[], into: WiresById, backs: ReadonlySet<Wire>): Map<string, number> {
  const levels = new Map<string, number>()
  for (const id of sorted) {
    let level = 0
    for (const wire of into.get(id) ?? []) {
      if (!backs.has(wire)) level = Math.max(level, (levels.get(wire.from) ?? 0) + 1)
    }
    levels.set(id, level)
  }
  return levels
}

/** Every other step from which a way, loop-backs included, leads to this one. */
export function ancestors(graph: Graph, id: string): Set<string> {
  return spread(id, here => (graph.into.get(here) ?? []).map(wire => wire.from))
}

/** Every other step to which a way, loop-backs included, leads from this one. */
export function descendants(graph: Graph, id: string): Set<string> {
  return spread(id, here => (graph.out.get(here) ?? []).map(wire => wire.to))
}

function spread(start: string, neighbours: (id: string) => readonly string[]): Set<string> {
  const found = new Set<string>()
  const waiting = [start]
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    for (const id of neighbours(here)) {
      if (id === start || found.has(id)) continue
      found.add(id)
      waiting.push(id)
    }
  }
  return found
}
