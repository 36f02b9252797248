import { MarkerType, type NodeHandle, Position } from "@xyflow/react"
import type { Facts } from "../facts.ts"
import { failureOutlet } from "../outlets.ts"
import type { Handle, Scene, SceneNode } from "../scene.ts"
import type { BoxNode } from "./Card.tsx"
import type { WireEdge } from "./WireLine.tsx"

const sides = { left: Position.Left, right: Position.Right, bottom: Position.Bottom }
const ring = 11

/** React Flow's nodes for the scene, sizes and handles included, so that nothing is measured on the page. */
export function nodesOf({ scene, problemsByNode }: Facts): BoxNode[] {
  const wired = new Set(scene.wires.filter(wire => wire.outlet === failureOutlet).map(wire => wire.from))
  return scene.nodes.map(node => ({
    id: node.id,
    type: node.type === "container" || node.type === "handler" ? "container" : "card",
    position: node.at,
    ...(node.parent === null ? {} : { parentId: node.parent }),
    width: node.width,
    height: node.height,
    measured: { width: node.width, height: node.height },
    handles: [
      ...node.inlets.map(inlet => flowHandle(inlet, "target")),
      ...node.outlets.map(outlet => flowHandle(outlet, "source")),
    ],
    data: {
      node,
      problems: problemsByNode.get(node.id) ?? [],
      wiredFailure: wired.has(node.id),
      isTarget: false,
    },
    ariaLabel: spokenName(node),
    draggable: node.type !== "handler",
    selectable: node.type !== "handler",
    ...(node.type === "container" ? { dragHandle: ".container-head" } : {}),
  }))
}

/** React Flow's edges for the scene. */
export function edgesOf(scene: Scene): WireEdge[] {
  const bottoms = absoluteBoxes(scene)
  return scene.wires.map(wire => ({
    id: wire.id,
    type: "wire",
    source: wire.from,
    sourceHandle: wire.outlet,
    target: wire.to,
    targetHandle: wire.inlet,
    className: `wire-${wire.look}`,
    data: { wire, below: wire.isBack ? belowBetween(bottoms, wire.to, wire.from) : 0 },
    selectable: wire.wire !== null,
    reconnectable: wire.wire !== null && wire.wire.implied === undefined,
    focusable: false,
    ...(wire.isBack ? { markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 } } : {}),
  }))
}

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

function belowBetween(boxes: ReadonlyMap<string, AbsoluteBox>, first: string, last: string): number {
  const [a, b] = [boxes.get(first), boxes.get(last)]
  if (!a || !b) return 0
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)]
  const top = Math.min(a.y, b.y)
  let bottom = Math.max(a.y + a.node.height, b.y + b.node.height)
  for (const { node, x, y } of boxes.values()) {
    const isBetween = node.parent === a.node.parent && x >= left && x <= right && y >= top - 40
    if (isBetween && y < bottom + 120) bottom = Math.max(bottom, y + node.height)
  }
  return bottom + 26
}

function flowHandle({ id, x, y, side }: Handle, type: "source" | "target"): NodeHandle {
  return { id, type, position: sides[side], x: x - ring / 2, y: y - ring / 2, width: ring, height: ring }
}

/** What a screen reader says of a box. */
function spokenName(node: SceneNode): string {
  const what = { step: "Step", trigger: "Trigger", container: "Container", handler: "Handler" }[node.type]
  return [what, node.name, node.line, node.isKnown ? "" : "unknown kind", node.isDisabled ? "disabled" : ""]
    .filter(Boolean)
    .join(", ")
}
