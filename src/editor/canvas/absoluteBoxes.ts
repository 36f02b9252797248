import type { Scene, SceneNode } from "../scene.ts"

/** A box where it really stands, containers added up. */
export interface AbsoluteBox {
  readonly node: SceneNode
  readonly x: number
  readonly y: number
}

/** The boxes of a scene where they really stand. */
export function absoluteBoxes(scene: Scene): Map<string, AbsoluteBox> {
  const boxes = new Map<string, AbsoluteBox>()
  for (const node of scene.nodes) {
    const around = node.parent === null ? undefined : boxes.get(node.parent)
    boxes.set(node.id, { node, x: node.at.x + (around?.x ?? 0), y: node.at.y + (around?.y ?? 0) })
  }
  return boxes
}
