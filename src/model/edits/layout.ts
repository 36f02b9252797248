import { sameJson } from "../../lib/json.ts"
import type { Workflow } from "../workflow.ts"
import { without } from "./change.ts"

/**
 * How steps stand on the canvas. `[x, y]`, and `[x, y, width, height]` for a container with a size of its own, are
 * short for what a map says in full: `{ at: [x, y], size: [width, height], collapsed: true, locked: true }`.
 */
export type Positions = NonNullable<Workflow["layout"]>

/** How one step stands on the canvas. */
export interface Standing {
  /** Null where the automatic layout decides. */
  readonly at: readonly [x: number, y: number] | null
  /** The least size of a container; null for as large as what is inside. */
  readonly size: readonly [width: number, height: number] | null
  /** What is inside does not show. */
  readonly collapsed: boolean
  /** It is not moved and not changed, and nor is what is inside. */
  readonly locked: boolean
}

/** What the file says of how a step stands. */
export function standingOf(position: Positions[string] | undefined): Standing {
  if (position === undefined) return { at: null, size: null, collapsed: false, locked: false }
  if (!("length" in position)) {
    const { at = null, size = null, collapsed = false, locked = false } = position
    return { at, size, collapsed, locked }
  }
  const [x, y, width, height] = position
  const size = width === undefined || height === undefined ? null : ([width, height] as const)
  return { at: [x, y], size, collapsed: false, locked: false }
}

/** The shortest way to write how a step stands; null for nothing to say. */
export function positionOf({ at, size, collapsed, locked }: Standing): Positions[string] | null {
  if (collapsed || locked || (at === null && size !== null)) {
    return {
      ...(at === null ? {} : { at: [...at] }),
      ...(size === null ? {} : { size: [...size] }),
      ...(collapsed ? { collapsed } : {}),
      ...(locked ? { locked } : {}),
    }
  }
  if (at === null) return null
  return size === null ? [...at] : [...at, ...size]
}

/** Moves steps on the canvas, many at once. Null gives a step back to the automatic layout, with all that was said of it. */
export function setLayout(
  workflow: Workflow,
  positions: { readonly [id: string]: Positions[string] | null },
): Workflow {
  const layout = new Map(Object.entries(workflow.layout ?? {}))
  let changed = false
  for (const [id, position] of Object.entries(positions)) {
    if (sameJson(layout.get(id) ?? null, position)) continue
    changed = true
    if (position === null) layout.delete(id)
    else layout.set(id, position)
  }
  if (!changed) return workflow
  return layout.size === 0 ? without(workflow, "layout") : { ...workflow, layout: Object.fromEntries(layout) }
}

/** Changes something of how steps stand, and leaves the rest of it. */
export function restand(workflow: Workflow, changes: { readonly [id: string]: Partial<Standing> }): Workflow {
  const layout = new Map(Object.entries(workflow.layout ?? {}))
  return setLayout(
    workflow,
    Object.fromEntries(
      Object.entries(changes).map(([id, change]) => [
        id,
        positionOf({ ...standingOf(layout.get(id)), ...change }),
      ]),
    ),
  )
}
