import type { Path } from "../../lib/json.ts"
import type { Workflow } from "../../model/workflow.ts"
import { scopePath } from "../building.ts"
import type { Point } from "../layout.ts"
import { type Scene, sizes } from "../scene.ts"
import { type AbsoluteBox, absoluteBoxes } from "./absoluteBoxes.ts"

/** The type under which a dragged kind travels from the library to the canvas. */
export const kindDragType = "application/x-rivulet-kind"

/** Where something lands that is let go of over the canvas. */
export interface Landing {
  /** The box that it lands in; null on the open canvas. */
  readonly holder: string | null
  readonly scope: Path
  /** Relative to the holder, as the file has it. */
  readonly at: Point
}

/** Where a card lands whose middle is let go of at a point of the canvas: in the innermost container around it. */
export function landingAt(
  workflow: Workflow,
  scene: Scene,
  point: Point,
  isAllowed: (id: string) => boolean = () => true,
): Landing {
  const corner = { x: point.x - sizes.card.width / 2, y: point.y - sizes.card.height / 2 }
  let found: { box: AbsoluteBox; lane: string } | null = null
  for (const box of absoluteBoxes(scene).values()) {
    if (box.node.lanes.length === 0 || !isAllowed(box.node.id) || !covers(box, point)) continue
    const lane = box.node.lanes.find(
      ({ y, height }) => point.y - box.y >= y - sizes.lane && point.y - box.y <= y + height,
    )
    if (lane) found = { box, lane: lane.scope }
  }
  found ??= openLane(scene, point)
  if (!found) return { holder: null, scope: ["steps"], at: corner }
  const { box, lane } = found
  const scope = scopePath(workflow, box.node.id, lane) ?? ["steps"]
  return { holder: box.node.id, scope, at: { x: corner.x - box.x, y: corner.y - box.y } }
}

/** Where the inside of a container is shown alone, all that is open is the lane beside it. */
function openLane({ within }: Scene, { y }: Point): { box: AbsoluteBox; lane: string } | null {
  const lane = within?.lanes.findLast(each => y >= each.y - sizes.lane) ?? within?.lanes[0]
  return within && lane ? { box: { node: within, x: 0, y: 0 }, lane: lane.scope } : null
}

function covers({ node, x, y }: AbsoluteBox, point: Point): boolean {
  return point.x >= x && point.x <= x + node.width && point.y >= y && point.y <= y + node.height
}

/** The id of the wire that is drawn at a point of the screen, or null. */
export function wireAt(screen: Point): string | null {
  for (const element of document.elementsFromPoint(screen.x, screen.y)) {
    const wire = element.closest(".react-flow__edge")
    if (wire instanceof SVGElement) return wire.dataset.id ?? null
  }
  return null
}

/** The box at a point of the screen that a wire may be let go of on: a card, or the head of a container. */
export function boxAt(screen: Point): string | null {
  const box = document.elementFromPoint(screen.x, screen.y)?.closest(".card, .container-head")
  return box?.closest<HTMLElement>(".react-flow__node")?.dataset.id ?? null
}
