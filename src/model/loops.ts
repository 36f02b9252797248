import type { Wire } from "./graph.ts"

/*
 * Loops, by rule 15. A loop-back's body is every step on a forward path from its target to its source. All
 * loop-backs into one step make one loop. Bodies that cross, each holding steps that the other lacks, are one:
 *
 *     a ──▶ b ──▶ c ──▶ d       b─d and c─e cross: both loops have the body b c d e
 *           ▲     ▲     │
 *           └─────┼─────┤       a body within another stays a body of its own
 *                 └─ e ◀┘
 */

/** The loop-backs into one step, and the steps that the next visit enters again. */
export interface Loop {
  readonly target: string
  readonly backs: readonly Wire[]
  readonly body: ReadonlySet<string>
}

interface Parts {
  readonly out: ReadonlyMap<string, readonly Wire[]>
  readonly backs: ReadonlySet<Wire>
  /** All steps, so that every forward wire leads to a later one. */
  readonly sorted: readonly string[]
}

/**
 * How many steps all bodies together may hold before a loop within another is taken as one with it: thousands of
 * loops, each around the next, would otherwise fill the memory. No workflow that people draw comes near.
 */
const mostMembers = 500_000

/** The loops of a graph, in the order in which their targets run. */
export function loopsOf(graph: Parts): Loop[] {
  if (graph.backs.size === 0) return []
  const place = new Map(graph.sorted.map((id, index) => [id, index]))
  const backsInto = new Map<string, Wire[]>()
  for (const wire of graph.backs) {
    const known = backsInto.get(wire.to)
    if (known === undefined) backsInto.set(wire.to, [wire])
    else known.push(wire)
  }
  const targets = [...backsInto.keys()].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
  const bodyOf = bodySearch(graph, place)
  let members = 0
  let last: ReadonlySet<string> = new Set()
  const loops = targets.map(target => {
    const backs = backsInto.get(target) ?? []
    const isInLast = last.has(target) && backs.every(wire => last.has(wire.from))
    if (members < mostMembers || !isInLast) last = bodyOf(target, backs)
    members += last.size
    return { target, backs, body: last }
  })
  return mergeCrossing(loops)
}

/** Searches on numbers, since many loops may each hold much of a large graph. */
function bodySearch(graph: Parts, place: ReadonlyMap<string, number>) {
  const after: number[][] = graph.sorted.map(() => [])
  const before: number[][] = graph.sorted.map(() => [])
  for (const [from, id] of graph.sorted.entries()) {
    for (const wire of graph.out.get(id) ?? []) {
      if (graph.backs.has(wire)) continue
      const to = place.get(wire.to) ?? 0
      after[from]?.push(to)
      before[to]?.push(from)
    }
  }
  const leading = new Int32Array(graph.sorted.length)
  const held = new Int32Array(graph.sorted.length)
  let round = 0
  /** Goes back from the sources, never past the target, then keeps what the target leads to. */
  return (target: string, backs: readonly Wire[]): Set<string> => {
    const first = place.get(target) ?? 0
    const body = new Set<string>()
    const waiting = backs.map(wire => place.get(wire.from) ?? 0)
    round++
    for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
      if (leading[here] === round || here < first) continue
      leading[here] = round
      for (const earlier of before[here] ?? []) waiting.push(earlier)
    }
    waiting.push(first)
    for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
      if (held[here] === round || leading[here] !== round) continue
      held[here] = round
      body.add(graph.sorted[here] ?? "")
      for (const later of after[here] ?? []) waiting.push(later)
    }
    return body
  }
}

/** Joins bodies, largest first, until any two are apart or one lies within the other. */
function mergeCrossing(loops: readonly Loop[]): Loop[] {
  const byBody = new Map<ReadonlySet<string>, Loop[]>()
  for (const loop of loops) {
    const shared = byBody.get(loop.body)
    if (shared === undefined) byBody.set(loop.body, [loop])
    else shared.push(loop)
  }
  let groups: Group[] = Array.from(byBody, ([body, shared]) => ({ loops: shared, body }))
  for (;;) {
    const joined = joinOnce(groups)
    if (joined.length === groups.length) break
    groups = joined
  }
  const bodies = new Map(groups.flatMap(group => group.loops.map(loop => [loop.target, group.body])))
  return loops.map(loop => ({ ...loop, body: bodies.get(loop.target) ?? loop.body }))
}

interface Group {
  readonly loops: Loop[]
  readonly body: ReadonlySet<string>
}

/**
 * One pass, from the largest body to the smallest. Each step knows the smallest body seen so far that holds it, so
 * a body whose steps do not all know the same one crosses those that hold only some of its steps.
 */
function joinOnce(groups: readonly Group[]): Group[] {
  const sorted = [...groups].sort((a, b) => b.body.size - a.body.size)
  const around: number[] = []
  const depth: number[] = []
  const innermost = new Map<string, number>()
  const leader = sorted.map((_, index) => index)
  const leaderOf = (index: number): number => {
    let here = index
    for (let above = leader[here] ?? here; above !== here; above = leader[here] ?? here) {
      leader[here] = leader[above] ?? above
      here = above
    }
    return here
  }
  for (const [index, group] of sorted.entries()) {
    const holders = new Set<number>()
    for (const id of group.body) holders.add(innermost.get(id) ?? -1)
    const common = [...holders].reduce(meet)
    const crossed = new Set<number>()
    for (const holder of holders) {
      for (let here = holder; here !== common && !crossed.has(here); here = around[here] ?? -1) {
        crossed.add(here)
        leader[leaderOf(here)] = leaderOf(index)
      }
    }
    for (const id of group.body) innermost.set(id, index)
    around.push(common)
    depth.push(common < 0 ? 0 : (depth[common] ?? 0) + 1)
  }
  const joined = new Map<number, { loops: Loop[]; body: Set<string> }>()
  for (const [index, group] of sorted.entries()) {
    const known = joined.get(leaderOf(index))
    if (known === undefined) {
      joined.set(leaderOf(index), { loops: [...group.loops], body: new Set(group.body) })
    } else {
      known.loops.push(...group.loops)
      for (const id of group.body) known.body.add(id)
    }
  }
  return [...joined.values()]

  function meet(a: number, b: number): number {
    let [left, right] = [a, b]
    while (left !== right) {
      const leftDepth = left < 0 ? -1 : (depth[left] ?? 0)
      const rightDepth = right < 0 ? -1 : (depth[right] ?? 0)
      if (leftDepth >= rightDepth) left = around[left] ?? -1
      else right = around[right] ?? -1
    }
    return left
  }
}
