import type { KindEntry } from "../model/catalogue.ts"
import { failureOutlet } from "./outlets.ts"
import type { Handle } from "./scene.ts"

/* Where wires leave boxes, and where they arrive. */

/** The part of a box along whose right side outlets stand, and how far apart they stand at most. */
interface Side {
  readonly width: number
  readonly height: number
  readonly span: number
  readonly most: number
}

/** The outlets of a box: evenly down its right side, and what handles failures below it. */
export function outletHandles({ width, height, span, most }: Side, names: readonly string[]): Handle[] {
  const main = names.filter(name => name !== failureOutlet)
  const step = Math.min(most, span / Math.max(main.length, 1))
  const top = span / 2 - (step * (main.length - 1)) / 2
  const handles: Handle[] = main.map((id, index) => ({
    id,
    x: width,
    y: top + index * step,
    side: "right",
    isNamed: main.length > 1,
  }))
  handles.push({ id: failureOutlet, x: width / 2, y: height, side: "bottom", isNamed: true })
  return handles
}

/** The inlets of a box, evenly down its left side: its kind's, or the one that needs no name. */
export function inletHandles(span: number, entry: KindEntry | undefined): Handle[] {
  const names = entry && entry.inlets !== "many" && entry.inlets.length > 0 ? entry.inlets : ["in"]
  return names.map((id, index) => ({
    id,
    x: 0,
    y: (span / (names.length + 1)) * (index + 1),
    side: "left",
    isNamed: names.length > 1,
  }))
}
