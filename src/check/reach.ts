import type { Graph } from "../model/graph.ts"

/** Whether a way, loop-backs included, leads from one step to another. */
export type Reaches = (from: string, to: string) => boolean

/** What all searches of one graph may visit besides a share for each wire; past it every step counts as reached. */
const mostVisits = 100_000

/**
 * Answers for one graph, many times. To search for each question alone would be quadratic, so that what a
 * depth-first tree shows is answered at once, and searches share a budget: past it no step is called unreachable,
 * since a problem that is missing is better than one that is wrong.
 */
export function reachesIn(graph: Graph): Reaches {
  let left = mostVisits + 20 * graph.wires.length
  const intervals = treeIntervals(graph)
  return (from, to) => {
    const above = intervals.get(from)
    const below = intervals.get(to)
    if (above && below && from !== to && above.enter < below.enter && below.leave <= above.leave) return true
    const seen = new Set<string>()
    const waiting = [to]
    for (const here of waiting) {
      for (const wire of graph.into.get(here) ?? []) {
        if (wire.from === from || left-- <= 0) return true
        if (seen.has(wire.from)) continue
        seen.add(wire.from)
        waiting.push(wire.from)
      }
    }
    return false
  }
}

interface Interval {
  readonly enter: number
  leave: number
}

/** When a depth-first walk enters and leaves each step: what lies within another was reached from it. */
function treeIntervals(graph: Graph): Map<string, Interval> {
  const intervals = new Map<string, Interval>()
  let time = 0
  for (const root of [...graph.entries, ...graph.ids]) {
    if (intervals.has(root)) continue
    const stack = [{ id: root, next: 0 }]
    intervals.set(root, { enter: time++, leave: 0 })
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const wire = graph.out.get(top.id)?.[top.next++]
      if (wire === undefined) {
        const interval = intervals.get(top.id)
        if (interval) interval.leave = time++
        stack.pop()
      } else if (!intervals.has(wire.to)) {
        intervals.set(wire.to, { enter: time++, leave: 0 })
        stack.push({ id: wire.to, next: 0 })
      }
    }
  }
  return intervals
}
