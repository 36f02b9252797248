import type { Point } from "../layout.ts"
import type { Scene, SceneNode } from "../scene.ts"

/** A box where it really stands, containers added up. */
export interface AbsoluteBox {
  readonly node: SceneNode
  readonly x: number
  readonly y: number
}

const known = new WeakMap<Scene, Map<string, AbsoluteBox>>()

/** The boxes of a scene where they really stand, by their ids. Worked out once for each scene: a hand that drags asks in every frame. */
export function absoluteBoxes(scene: Scene): ReadonlyMap<string, AbsoluteBox> {
  const before = known.get(scene)
  if (before) return before
  const boxes = standing(scene, new Map())
  known.set(scene, boxes)
  return boxes
}

/** The same while a hand holds some of them elsewhere: what is inside goes along. */
export function heldBoxes(
  scene: Scene,
  places: ReadonlyMap<string, Point>,
): ReadonlyMap<string, AbsoluteBox> {
  return places.size === 0 ? absoluteBoxes(scene) : standing(scene, places)
}

function standing(scene: Scene, places: ReadonlyMap<string, Point>): Map<string, AbsoluteBox> {
  const boxes = new Map<string, AbsoluteBox>()
  for (const node of scene.nodes) {
    const around = node.parent === null ? undefined : boxes.get(node.parent)
    const { x, y } = places.get(node.id) ?? node.at
    boxes.set(node.id, { node, x: x + (around?.x ?? 0), y: y + (around?.y ?? 0) })
  }
  return boxes
}
