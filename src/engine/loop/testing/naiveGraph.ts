import { parseDuration } from "../../../lib/durations.ts"
import { own } from "../../../lib/json.ts"
import type { Next, Step, WireSpec } from "../../../model/workflow.ts"

/*
 * A scope as steps and wires, read for obviousness: everything is a list, and everything is found by looking
 * through all of it. It shares no code with the engine, so that the two can disagree. Marks in brackets are those of SPEC.md.
 */

/** What the naive interpreter must know of a kind. */
export interface NaiveKind {
  readonly outlets: readonly string[]
}

/** One wire of a scope. */
export interface NaiveWire {
  readonly number: number
  readonly from: string
  readonly outlet: string
  readonly to: string
  readonly inlet: string | number
  readonly when: string | boolean | undefined
  readonly after: number
  /** Closes a cycle. */
  readonly back: boolean
  /** Comes from where a run that begins at the entries never is. */
  readonly never: boolean
}

/** A scope, and what follows from its wires alone. */
export interface NaiveGraph {
  readonly steps: readonly Step[]
  readonly wires: readonly NaiveWire[]
  readonly entries: readonly string[]
  /** The body of each loop-back, by the wire's number; loop-backs into one step share it, and those that cross. */
  readonly bodies: ReadonlyMap<number, ReadonlySet<string>>
}

/** Reads the steps of one scope. */
export function naiveGraph(
  steps: readonly Step[],
  kinds: { readonly [kind: string]: NaiveKind },
  chosenEntries?: readonly string[],
): NaiveGraph {
  const named = steps.some(step => step.next !== undefined)
  const loose: Omit<NaiveWire, "back" | "never">[] = []
  for (const [position, step] of steps.entries()) {
    const first = own(kinds, step.kind)?.outlets[0] ?? "success"
    const follower = steps[position + 1]
    const next = named ? step.next : follower?.id
    for (const [outlet, spec] of specsOf(next, first)) {
      const full: WireSpec = typeof spec === "string" ? { to: spec } : spec
      const after = full.after === undefined ? undefined : parseDuration(full.after)
      loose.push({
        number: loose.length,
        from: step.id,
        outlet,
        to: full.to,
        inlet: full.inlet ?? 1,
        when: full.when,
        after: after?.ok ? after.value : 0,
      })
    }
  }
  const entries = chosenEntries ?? entriesOf(steps, loose)
  const backs = loopBacks(entries, loose)
  const reached = new Set(entries)
  for (const id of reached) for (const wire of loose) if (wire.from === id) reached.add(wire.to)
  const wires = loose.map(wire => ({ ...wire, back: backs.has(wire.number), never: !reached.has(wire.from) }))
  return { steps, wires, entries, bodies: bodiesOf(wires) }
}

function specsOf(next: Next | undefined, first: string): [string, string | WireSpec][] {
  if (next === undefined) return []
  if (typeof next === "string") return [[first, next]]
  if (Array.isArray(next)) return next.map(spec => [first, spec])
  if (isWire(next)) return [[first, next]]
  return Object.entries(next).flatMap(
    ([outlet, specs]: [string, string | WireSpec | readonly (string | WireSpec)[]]) =>
      (Array.isArray(specs) ? specs : [specs]).map((spec): [string, string | WireSpec] => [outlet, spec]),
  )
}

function isWire(next: Next): next is WireSpec {
  return typeof next === "object" && "to" in next && typeof next.to === "string" && !Array.isArray(next)
}

/** Where the scope begins: steps with wires out and none in, else the first. */
function entriesOf(steps: readonly Step[], wires: readonly { from: string; to: string }[]): string[] {
  const free = steps
    .map(step => step.id)
    .filter(id => wires.some(wire => wire.from === id) && !wires.some(wire => wire.to === id))
  if (free.length > 0) return free
  return steps.slice(0, 1).map(step => step.id)
}

/** Loop-backs: depth first from the entries in file order; a wire to a step on the way there closes a cycle. */
function loopBacks(
  entries: readonly string[],
  wires: readonly { number: number; from: string; to: string }[],
): Set<number> {
  const found = new Set<number>()
  const finished = new Set<string>()
  const visit = (id: string, way: readonly string[]): void => {
    for (const wire of wires.filter(each => each.from === id)) {
      if (wire.to === id || way.includes(wire.to)) found.add(wire.number)
      else if (!finished.has(wire.to)) visit(wire.to, [...way, id])
    }
    finished.add(id)
  }
  for (const entry of entries) if (!finished.has(entry)) visit(entry, [])
  return found
}

/** Every step that forward wires lead to from the step, itself included. */
export function reachedFrom(start: string, wires: readonly NaiveWire[]): Set<string> {
  const reached = new Set([start])
  for (let size = 0; size !== reached.size; ) {
    size = reached.size
    for (const wire of wires) if (!wire.back && reached.has(wire.from)) reached.add(wire.to)
  }
  return reached
}

function bodiesOf(wires: readonly NaiveWire[]): Map<number, Set<string>> {
  const bodies = new Map<number, Set<string>>()
  for (const wire of wires.filter(each => each.back)) {
    const after = reachedFrom(wire.to, wires)
    const sources = wires.filter(other => other.back && other.to === wire.to).map(other => other.from)
    const leads = (id: string) => sources.some(source => reachedFrom(id, wires).has(source))
    bodies.set(wire.number, new Set([...after].filter(leads)))
  }
  for (const [one, a] of bodies) {
    for (const [other, b] of bodies) if (other > one && sameSteps(a, b)) bodies.set(other, a)
  }
  for (let joined = true; joined; ) {
    joined = false
    for (const [one, a] of bodies) {
      for (const [other, b] of bodies) {
        if (one >= other || !crosses(a, b)) continue
        const both = new Set([...a, ...b])
        for (const [each, body] of bodies) if (body === a || body === b) bodies.set(each, both)
        joined = true
      }
    }
  }
  return bodies
}

function sameSteps(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every(id => b.has(id))
}

/** Whether the two share a step, and neither holds the other. */
function crosses(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const shared = [...a].filter(id => b.has(id)).length
  return shared > 0 && shared < a.size && shared < b.size
}
