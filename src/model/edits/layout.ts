import { sameJson } from "../../lib/json.ts"
import type { Workflow } from "../workflow.ts"
import { without } from "./change.ts"

/** Where steps stand on the canvas: `[x, y]`, and `[x, y, width, height]` for a container with a size of its own. */
export type Positions = NonNullable<Workflow["layout"]>

/** Moves steps on the canvas, many at once. Null gives a step back to the automatic layout. */
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
