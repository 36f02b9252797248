import type { Scene } from "../scene.ts"
import { sizes } from "../scene.ts"
import { absoluteBoxes } from "./absoluteBoxes.ts"

/** The ways in which arrow keys go. */
export type Direction = "left" | "right" | "up" | "down"

/**
 * The box to which an arrow key goes: along wires to the left and right, else to the nearest box that way. A
 * container stands where its head is, so that the way down leads into it. Up from the first of those that one box
 * leads to is the last of them, and down from the last the first.
 */
export function walk(scene: Scene, from: string | null, direction: Direction): string | null {
  const first = scene.nodes.find(node => node.type !== "handler")?.id ?? null
  const boxes = absoluteBoxes(scene)
  const here = from === null ? undefined : boxes.get(from)
  if (!here) return first
  if (direction === "right") {
    const wire = scene.wires.find(({ from: source, isBack }) => source === from && !isBack)
    if (wire) return wire.to
  }
  if (direction === "left") {
    const wire = scene.wires.find(({ to, isBack }) => to === from && !isBack)
    if (wire) return wire.from
  }
  const middle = (id: string) => {
    const box = boxes.get(id)
    if (!box) return { x: 0, y: 0 }
    const height = box.node.type === "container" ? sizes.header : box.node.height
    return { x: box.x + box.node.width / 2, y: box.y + height / 2 }
  }
  const start = middle(here.node.id)
  let best: string | null = null
  let least = Number.POSITIVE_INFINITY
  for (const { node } of boxes.values()) {
    if (node.type === "handler" || node.id === from) continue
    const { x, y } = middle(node.id)
    const [along, aside] =
      direction === "up" || direction === "down"
        ? [(y - start.y) * (direction === "down" ? 1 : -1), Math.abs(x - start.x)]
        : [(x - start.x) * (direction === "right" ? 1 : -1), Math.abs(y - start.y)]
    // What is more aside than ahead is not that way; half a card counts as straight ahead.
    if (along <= 4 || aside > along * 2 + sizes.card.width / 2) continue
    const distance = along + 2 * aside
    if (distance < least) [best, least] = [node.id, distance]
  }
  if (best === null && (direction === "up" || direction === "down")) {
    const siblings = siblingsOf(scene, here.node.id).sort((a, b) => middle(a).y - middle(b).y)
    const other = siblings.at(direction === "up" ? -1 : 0)
    return other === here.node.id ? null : (other ?? null)
  }
  return best
}

/** The boxes to which something leads that leads to this one too, itself among them. */
function siblingsOf({ wires }: Scene, id: string): string[] {
  const forward = wires.filter(({ isBack }) => !isBack)
  const feeders = new Set(forward.filter(({ to }) => to === id).map(({ from }) => from))
  return [...new Set(forward.filter(({ from }) => feeders.has(from)).map(({ to }) => to))]
}
