import type { Area } from "../../decor.ts"

/*
 * Boxes that are dragged catch where they stand level with others: edges with edges, middles with middles. A kernel:
 * areas in, a small correction and the lines to show out.
 */

/** A line along which areas stand level. */
export interface Guide {
  readonly axis: "x" | "y"
  /** Where it crosses its axis. */
  readonly at: number
  /** Where it begins and ends on the other axis. */
  readonly from: number
  readonly to: number
}

/** By how much to move what is held, and the lines along which it then stands. */
export interface Snap {
  readonly dx: number
  readonly dy: number
  readonly guides: readonly Guide[]
}

/** Where the held area catches among the others, if it comes as near to one as the reach. */
export function snapTo(held: Area, others: readonly Area[], reach: number): Snap {
  const dx = shiftOf(spanX(held), others.map(spanX), reach)
  const dy = shiftOf(spanY(held), others.map(spanY), reach)
  const placed = { ...held, x: held.x + (dx ?? 0), y: held.y + (dy ?? 0) }
  const guides = [
    ...(dx === null ? [] : guidesOf("x", placed, others)),
    ...(dy === null ? [] : guidesOf("y", placed, others)),
  ]
  return { dx: dx ?? 0, dy: dy ?? 0, guides }
}

type Span = readonly [start: number, length: number]

const spanX = ({ x, width }: Area): Span => [x, width]
const spanY = ({ y, height }: Area): Span => [y, height]

function shiftOf(held: Span, others: readonly Span[], reach: number): number | null {
  let best: number | null = null
  for (const other of others) {
    for (const shift of shiftsBetween(held, other))
      if (Math.abs(shift) <= reach && Math.abs(shift) < Math.abs(best ?? Number.POSITIVE_INFINITY))
        best = shift
  }
  return best
}

/** Starts meet starts or ends, ends likewise, and middles meet middles. */
function shiftsBetween([start, length]: Span, [other, otherLength]: Span): number[] {
  return [
    other - start,
    other + otherLength - (start + length),
    other + otherLength - start,
    other - (start + length),
    other + otherLength / 2 - (start + length / 2),
  ]
}

/** One line for each height or side that is shared, as long as all that stand on it. */
function guidesOf(axis: Guide["axis"], held: Area, others: readonly Area[]): Guide[] {
  const [along, across] = axis === "x" ? [spanX, spanY] : [spanY, spanX]
  const guides = new Map<number, Guide>()
  for (const other of others) {
    for (const at of sharedLines(along(held), along(other))) {
      const known = guides.get(at)
      const spans = [across(held), across(other)]
      guides.set(at, {
        ...{ axis, at },
        from: Math.min(known?.from ?? Number.POSITIVE_INFINITY, ...spans.map(([start]) => start)),
        to: Math.max(
          known?.to ?? Number.NEGATIVE_INFINITY,
          ...spans.map(([start, length]) => start + length),
        ),
      })
    }
  }
  return [...guides.values()]
}

function sharedLines(held: Span, other: Span): number[] {
  const lines = ([start, length]: Span) => [start, start + length]
  const edges = lines(held).filter(at => lines(other).some(line => Math.abs(line - at) < 0.5))
  const middle = held[0] + held[1] / 2
  const isCentred = Math.abs(middle - (other[0] + other[1] / 2)) < 0.5
  // Equal boxes share both edges and the middle: the middle alone says it.
  return isCentred ? [middle] : edges
}
