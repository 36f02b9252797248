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
  const boxes = new Map<string, AbsoluteBox>()
  for (const node of scene.nodes) {
    const around = node.parent === null ? undefined : boxes.get(node.parent)
    boxes.set(node.id, { node, x: node.at.x + (around?.x ?? 0), y: node.at.y + (around?.y ?? 0) })
  }
  known.set(scene, boxes)
  return boxes
}

/** The box of the step, or the one that it is folded into. */
export function boxOrHider(scene: Scene, id: string): AbsoluteBox | undefined {
  const boxes = absoluteBoxes(scene)
  return boxes.get(id) ?? boxes.get(scene.nodes.find(({ hides }) => hides?.includes(id))?.id ?? "")
}
