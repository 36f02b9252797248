import type { Workflow } from "../model/workflow.ts"
import { moveBoxes } from "./building.ts"
import type { Point } from "./layout.ts"
import type { Scene, SceneNode } from "./scene.ts"

/*
 * Boxes are lined up with those that stand in the same container: what lies in another one has a ground of its own.
 * The container's own order is never touched, only where its boxes stand.
 */

/** The line on which boxes are to stand. */
export type Edge = "left" | "centre" | "right" | "top" | "middle" | "bottom"

/** Lines the boxes up along one of their edges: the outermost one says where. */
export function alignBoxes(workflow: Workflow, scene: Scene, ids: ReadonlySet<string>, edge: Edge): Workflow {
  const places = new Map<string, Point>()
  for (const boxes of togetherOf(scene, ids)) {
    const left = Math.min(...boxes.map(({ at }) => at.x))
    const right = Math.max(...boxes.map(({ at, width }) => at.x + width))
    const top = Math.min(...boxes.map(({ at }) => at.y))
    const bottom = Math.max(...boxes.map(({ at, height }) => at.y + height))
    for (const { id, at, width, height } of boxes) {
      const to = {
        left: { x: left, y: at.y },
        centre: { x: (left + right - width) / 2, y: at.y },
        right: { x: right - width, y: at.y },
        top: { x: at.x, y: top },
        middle: { x: at.x, y: (top + bottom - height) / 2 },
        bottom: { x: at.x, y: bottom - height },
      }[edge]
      places.set(id, to)
    }
  }
  return places.size === 0 ? workflow : moveBoxes(workflow, scene, places)
}

/** Spreads the boxes so that the gaps between them are alike; the two outermost stay. */
export function distributeBoxes(
  workflow: Workflow,
  scene: Scene,
  ids: ReadonlySet<string>,
  axis: "x" | "y",
): Workflow {
  const places = new Map<string, Point>()
  const length = (box: SceneNode) => (axis === "x" ? box.width : box.height)
  for (const boxes of togetherOf(scene, ids)) {
    if (boxes.length < 3) continue
    const inOrder = boxes.toSorted((a, b) => a.at[axis] - b.at[axis])
    const [first, last] = [inOrder[0], inOrder.at(-1)]
    if (!first || !last) continue
    const room = last.at[axis] + length(last) - first.at[axis]
    const gap = (room - inOrder.reduce((sum, box) => sum + length(box), 0)) / (inOrder.length - 1)
    let next = first.at[axis]
    for (const box of inOrder) {
      places.set(box.id, { ...box.at, [axis]: next })
      next += length(box) + gap
    }
  }
  return places.size === 0 ? workflow : moveBoxes(workflow, scene, places)
}

/** The boxes meant, by the container that they share; one alone has nothing to be lined up with. */
function togetherOf(scene: Scene, ids: ReadonlySet<string>): SceneNode[][] {
  const chosen = scene.nodes.filter(({ id, type }) => ids.has(id) && type !== "handler")
  const parents = new Set(chosen.map(({ parent }) => parent))
  return [...parents]
    .map(around => chosen.filter(({ parent }) => parent === around))
    .filter(boxes => boxes.length > 1)
}
