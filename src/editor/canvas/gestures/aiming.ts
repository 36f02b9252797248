import type { Point } from "../../layout.ts"
import { type Handle, type Scene, type SceneNode, sizes } from "../../scene.ts"
import { type AbsoluteBox, absoluteBoxes } from "../absoluteBoxes.ts"

/*
 * Where the end of a wire in the hand would catch. A kernel: the scene and the hand in, the place out. A box catches
 * with all of its card or head, and its inlets and outlets a little way around; what may not be wired never does.
 */

/** Where a wire in the hand would end. */
export interface Aim {
  readonly box: AbsoluteBox
  readonly handle: Handle
  /** Where the handle is on the canvas. */
  readonly at: Point
}

/** Which end of a wire is in the hand: one that seeks an inlet, or one that seeks an outlet. */
export type Seeking = "inlet" | "outlet"

/** What the hand would catch at the point of the canvas, among the boxes that may be wired with the given one. */
export function aimAt(
  scene: Scene,
  { fixed, seeking, reach }: { readonly fixed: string; readonly seeking: Seeking; readonly reach: number },
  point: Point,
): Aim | null {
  const boxes = absoluteBoxes(scene)
  const other = boxes.get(fixed)?.node
  if (!other) return null
  let best: Aim | null = null
  let least = Number.POSITIVE_INFINITY
  for (const box of boxes.values()) {
    if (box.node.id === fixed || !mayWire(box.node, other, seeking)) continue
    const isOver = covers(box, point)
    for (const handle of seeking === "inlet" ? box.node.inlets : box.node.outlets) {
      const at = { x: box.x + handle.x, y: box.y + handle.y }
      const away = Math.hypot(at.x - point.x, at.y - point.y)
      // What failures leave by is caught on purpose alone.
      const isShy = seeking === "outlet" && handle.side === "bottom"
      if (away > reach && (!isOver || isShy)) continue
      // A box under the hand comes before an inlet that is merely near.
      const distance = isOver && away > reach ? reach * 0.9 : away
      if (distance < least) [best, least] = [{ box, handle, at }, distance]
    }
  }
  return best
}

/** Whether a wire may lead between two boxes: they stand in one scope, and a trigger only begins. */
function mayWire(node: SceneNode, other: SceneNode, seeking: Seeking): boolean {
  if (node.type === "handler" || node.origin !== other.origin || node.parent !== other.parent) return false
  return seeking === "inlet" ? node.type !== "trigger" : node.type !== "trigger" && other.type !== "trigger"
}

function covers({ node, x, y }: AbsoluteBox, point: Point): boolean {
  const height = node.type === "container" ? sizes.header : node.height
  return point.x >= x && point.x <= x + node.width && point.y >= y && point.y <= y + height
}
