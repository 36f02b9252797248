import type { Point } from "../layout.ts"
import { remembering } from "../remembering.ts"
import type { Scene, SceneWire } from "../scene.ts"
import { type AbsoluteBox, absoluteBoxes } from "./absoluteBoxes.ts"

/*
 * The ways of wires that cannot go straight: a loop-back goes around below what it closes, and a long wire passes
 * above or below the boxes that stand in its way. Every other wire is a plain curve, and has no route.
 */

/** A level stretch that a wire takes on its way. */
export interface Route {
  readonly y: number
  readonly left: number
  readonly right: number
}

const clearance = 22
/** Only wires longer than this can have a box in their way. */
const shortest = 300

const rememberRoutes = remembering<Map<string, Route>>(4)

/** The routes of those wires that have one. */
export function routesOf(scene: Scene): Map<string, Route> {
  const boxes = scene.nodes.map(({ id, parent, at, width, height }) => [
    id,
    parent,
    at.x,
    at.y,
    width,
    height,
  ])
  const key = JSON.stringify([boxes, scene.wires.map(({ id, isBack }) => [id, isBack])])
  return rememberRoutes(key, () => findRoutes(scene))
}

function findRoutes(scene: Scene): Map<string, Route> {
  const boxes = absoluteBoxes(scene)
  const siblings = new Map<string | null, AbsoluteBox[]>()
  for (const box of boxes.values()) {
    const list = siblings.get(box.node.parent)
    if (list) list.push(box)
    else siblings.set(box.node.parent, [box])
  }
  const routes = new Map<string, Route>()
  for (const wire of scene.wires) {
    const [from, to] = [boxes.get(wire.from), boxes.get(wire.to)]
    if (!from || !to) continue
    const others = siblings.get(from.node.parent) ?? []
    const route = wire.isBack ? below(from, to, others) : around(from, to, wire, others)
    if (route) routes.set(wire.id, route)
  }
  return routes
}

function below(from: AbsoluteBox, to: AbsoluteBox, others: readonly AbsoluteBox[]): Route {
  const left = Math.min(from.x, to.x)
  const right = Math.max(from.x + from.node.width, to.x)
  let y = Math.max(bottomOf(from), bottomOf(to)) + clearance
  for (const box of others) if (isInWay(box, { y, left, right })) y = Math.max(y, bottomOf(box) + clearance)
  return { y, left, right }
}

function around(
  from: AbsoluteBox,
  to: AbsoluteBox,
  wire: SceneWire,
  others: readonly AbsoluteBox[],
): Route | null {
  const [start, end] = [exitOf(from, wire.outlet), entryOf(to, wire.inlet)]
  if (end.x - start.x < shortest) return null
  const between = others.filter(
    box => box !== from && box !== to && box.x + box.node.width > start.x && box.x < end.x,
  )
  const blocking = between.filter(box => {
    const share = (Math.max(box.x, start.x) + box.node.width / 2 - start.x) / (end.x - start.x)
    const y = start.y + (end.y - start.y) * Math.min(1, Math.max(0, share))
    return y > box.y - 6 && y < bottomOf(box) + 6
  })
  if (blocking.length === 0) return null
  const left = Math.min(...blocking.map(box => box.x))
  const right = Math.max(...blocking.map(box => box.x + box.node.width))
  const middle = (start.y + end.y) / 2
  // A failure leaves at the foot of its box, and goes on down there.
  const ways = wire.look === "failure" ? [settle(1)] : [settle(-1), settle(1)]
  const [y = middle] = ways.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
  return { y, left, right }

  /** The nearest height above or below all that blocks, and all that would block there. */
  function settle(direction: 1 | -1): number {
    const edge = (box: AbsoluteBox) => (direction > 0 ? bottomOf(box) + clearance : box.y - clearance)
    let y = blocking.map(edge).reduce((a, b) => (direction > 0 ? Math.max(a, b) : Math.min(a, b)))
    for (let tries = 0; tries < 8; tries++) {
      const hit = between.find(box => isInWay(box, { y, left, right }))
      if (!hit) break
      y = edge(hit)
    }
    return y
  }
}

function isInWay(box: AbsoluteBox, { y, left, right }: Route): boolean {
  return y > box.y - 8 && y < bottomOf(box) + 8 && box.x < right && box.x + box.node.width > left
}

function bottomOf(box: AbsoluteBox): number {
  return box.y + box.node.height
}

function exitOf(box: AbsoluteBox, outlet: string): Point {
  const handle = box.node.outlets.find(({ id }) => id === outlet)
  return { x: box.x + (handle?.x ?? box.node.width), y: box.y + (handle?.y ?? 0) }
}

function entryOf(box: AbsoluteBox, inlet: string): Point {
  const handle = box.node.inlets.find(({ id }) => id === inlet) ?? box.node.inlets[0]
  return { x: box.x, y: box.y + (handle?.y ?? 0) }
}

/** The path of a wire that takes a route, as SVG writes it. */
export function routedPath(
  from: Point,
  to: Point,
  { y, left, right }: Route,
  { isBack, look }: Pick<SceneWire, "isBack" | "look">,
): string {
  if (!isBack) {
    const [x1, x2] = [Math.max(left - 8, from.x + 30), Math.min(right + 8, to.x - 30)]
    const end = (x2 + to.x) / 2
    if (look === "failure") {
      return `M${from.x} ${from.y}C${from.x} ${y} ${from.x} ${y} ${from.x + 44} ${y}H${x2}C${end} ${y} ${end} ${to.y} ${to.x} ${to.y}`
    }
    const [a, b] = [(from.x + x1) / 2, (x2 + to.x) / 2]
    return `M${from.x} ${from.y}C${a} ${from.y} ${a} ${y} ${x1} ${y}H${x2}C${b} ${y} ${b} ${to.y} ${to.x} ${to.y}`
  }
  const r = 12
  const [out, back] = [from.x + 26, to.x - 26]
  return [
    `M${from.x} ${from.y}H${out - r}Q${out} ${from.y} ${out} ${from.y + r}`,
    `V${y - r}Q${out} ${y} ${out - r} ${y}`,
    `H${back + r}Q${back} ${y} ${back} ${y - r}`,
    `V${to.y + r}Q${back} ${to.y} ${back + r} ${to.y}H${to.x}`,
  ].join("")
}
