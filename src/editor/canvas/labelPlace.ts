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

/** A label stands just outside its outlet, above the wire where that rises and below it where that falls. */
export function labelPlace(wire: SceneWire, ends: Ends): LabelPlace {
  const { sourceX, sourceY, targetX, targetY, middleX, middleY, route } = ends
  if (wire.isBack && route) return { x: (sourceX + targetX) / 2, y: route.y, anchor: "-50%, -50%" }
  if (wire.look === "failure") return { x: sourceX + 8, y: sourceY + 10, anchor: "0, 0" }
  if (targetX - sourceX < 90) return { x: middleX, y: middleY, anchor: "-50%, -50%" }
  const rise = (route?.y ?? targetY) - sourceY
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
  const isCentred = anchor.startsWith("-50%")
  const from = isCentred ? x - width / 2 : x
  const above = anchor.endsWith("-100%") ? labelHeight : isCentred ? labelHeight / 2 : 0
  const isClear =
    middle.x + plusRadius < from ||
    middle.x - plusRadius > from + width ||
    middle.y + plusRadius < y - above ||
    middle.y - plusRadius > y - above + labelHeight
  return isClear ? middle : { x: middle.x, y: y - above + labelHeight + plusRadius + 1 }
}
