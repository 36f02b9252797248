import type { SceneWire } from "../scene.ts"
import type { Route } from "./routes.ts"

const labelHeight = 16
const plusRadius = 10

interface Point {
  readonly x: number
  readonly y: number
}

interface Ends {
  readonly sourceX: number
  readonly sourceY: number
  readonly targetX: number
  readonly targetY: number
  readonly middleX: number
  readonly middleY: number
  readonly route: Route | null
}

/** Where a label stands, and how wide it may be where that is bounded. */
export interface LabelPlace {
  readonly x: number
  readonly y: number
  readonly anchor: string
  readonly room?: number | undefined
}

const anchors = { "-1": "0, -100%", 0: "0, -50%", 1: "0, 0" } as const

/**
 * A label stands just outside its outlet: above that where the outlet is the highest of several and below it where it is
 * the lowest, so that no two lie over each other wherever their wires lead. Where all wires leave from one place it
 * stands above the wire where that rises and below it where that falls.
 */
export function labelPlace(wire: SceneWire, ends: Ends): LabelPlace {
  const { sourceX, sourceY, targetX, targetY, middleX, middleY, route } = ends
  if (wire.isBack && route) return { x: (sourceX + targetX) / 2, y: route.y, anchor: "-50%, -50%" }
  if (wire.look === "failure") return { x: sourceX + 8, y: sourceY + 10, anchor: "0, 0" }
  const rise = (route?.y ?? targetY) - sourceY
  if (wire.side !== null) {
    const away = Math.abs(rise) >= 14 && Math.sign(rise) === wire.side ? 10 : 3
    // Beside a step that the wire leads straight to it ends before that.
    const isBeside = targetX > sourceX && Math.abs(rise) < 48
    const room = isBeside ? Math.max(targetX - sourceX - 8, 40) : undefined
    return { x: sourceX + 6, y: sourceY + wire.side * away, anchor: anchors[wire.side], room }
  }
  if (targetX - sourceX < 90) return { x: middleX, y: middleY, anchor: "-50%, -50%" }
  // Along a straight wire it ends before the step that the wire leads to.
  const room = route ? undefined : targetX - sourceX - 22
  if (Math.abs(rise) < 14) return { x: sourceX + 10, y: sourceY - 3, anchor: "0, -100%", room }
  return { x: sourceX + 12, y: sourceY + Math.sign(rise) * 10, anchor: rise > 0 ? "0, 0" : "0, -100%" }
}

/** Where the `+` of a wire stands, whose place is the middle, so that no letter of the label lies under it. */
export function besideLabel(
  middle: Point,
  { x, y, anchor, room = Infinity }: LabelPlace,
  label: string,
): Point {
  // As wide as its letters are on the whole, which is near enough: the label itself is measured by nobody.
  const width = Math.min(room, label.length * 6 + 10)
  const from = anchor.startsWith("-50%") ? x - width / 2 : x
  const above = anchor.endsWith("-100%") ? labelHeight : anchor.endsWith("-50%") ? labelHeight / 2 : 0
  const isClear =
    middle.x + plusRadius < from ||
    middle.x - plusRadius > from + width ||
    middle.y + plusRadius < y - above ||
    middle.y - plusRadius > y - above + labelHeight
  return isClear ? middle : { x: middle.x, y: y - above + labelHeight + plusRadius + 1 }
}
