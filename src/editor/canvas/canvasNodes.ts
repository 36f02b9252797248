import { MarkerType, type NodeHandle, Position } from "@xyflow/react"
import { t } from "../../language/t.ts"
import { sameJson } from "../../lib/json.ts"
import type { Problem } from "../../model/problems.ts"
import type { Findings } from "../facts.ts"
import { failureOutlet } from "../outlets.ts"
import type { Handle, Scene, SceneNode } from "../scene.ts"
import type { BoxNode } from "./Card.tsx"
import type { FrameNode, NoteNode } from "./DecorBox.tsx"
import { routesOf } from "./routes.ts"
import type { WireEdge } from "./WireLine.tsx"

/** All that stands on the canvas. */
export type CanvasNode = BoxNode | NoteNode | FrameNode

const sides = { left: Position.Left, right: Position.Right, bottom: Position.Bottom }
const ring = 11

/** React Flow's nodes for the scene, sizes and handles included, so that nothing is measured on the page. */
export function nodesOf(scene: Scene, problemsByNode: Findings["problemsByNode"]): BoxNode[] {
  return scene.nodes.map(boxesOf(scene, problemsByNode))
}

/**
 * The same, again and again: where the next scene has the boxes and wires of the one before, only those boxes are looked
 * at that say something else.
 */
export function createNodesOf(): typeof nodesOf {
  let last: { scene: Scene; problems: Findings["problemsByNode"]; made: BoxNode[] } | null = null
  return (scene, problems) => {
    const { scene: before, problems: were = problems, made = [] } = last ?? {}
    const isAlike = before?.wires === scene.wires && before.within === scene.within
    const ids = were === problems ? [] : [...were.keys(), ...problems.keys()]
    const changed = new Set(ids.filter(id => !sameJson(were.get(id), problems.get(id))))
    const isAsBefore = ({ id, hides }: SceneNode) =>
      !changed.has(id) && !hides?.some(each => changed.has(each))
    const boxOf = boxesOf(scene, problems)
    const boxes = scene.nodes.map((node, at) => {
      const known = isAlike && node === before.nodes[at] && isAsBefore(node) ? made[at] : undefined
      return known ?? boxOf(node)
    })
    last = { scene, problems, made: boxes }
    return boxes
  }
}

function boxesOf(scene: Scene, problemsByNode: Findings["problemsByNode"]): (node: SceneNode) => BoxNode {
  const wired = new Set(scene.wires.filter(wire => wire.outlet === failureOutlet).map(wire => wire.from))
  const within = scene.within?.id ?? null
  return node => {
    const problems = [node.id, ...(node.hides ?? [])].flatMap(id => problemsByNode.get(id) ?? [])
    return boxOf(node, { problems, wiredFailure: wired.has(node.id), within })
  }
}

interface Around {
  readonly problems: readonly Problem[]
  readonly wiredFailure: boolean
  readonly within: string | null
}

function boxOf(node: SceneNode, { problems, wiredFailure, within }: Around): BoxNode {
  return {
    id: node.id,
    type: node.type === "container" || node.type === "handler" ? "container" : "card",
    position: node.at,
    ...(node.parent === null || node.parent === within ? {} : { parentId: node.parent }),
    width: node.width,
    height: node.height,
    measured: { width: node.width, height: node.height },
    handles: [
      ...node.inlets.map(inlet => flowHandle(inlet, "target")),
      ...node.outlets.map(outlet => flowHandle(outlet, "source")),
    ],
    data: { node, problems, wiredFailure, isTarget: false },
    ariaLabel: spokenName(node),
    // One box at a time takes the focus; arrow keys go from box to box.
    focusable: false,
    draggable: node.type !== "handler" && !node.isLocked,
    selectable: node.type !== "handler",
    ...(node.type === "container" ? { dragHandle: ".container-head" } : {}),
  }
}

const edges = new WeakMap<Scene["wires"], WireEdge[]>()

/** React Flow's edges for the scene. */
export function edgesOf(scene: Scene): WireEdge[] {
  const made = edges.get(scene.wires) ?? edgesFor(scene)
  edges.set(scene.wires, made)
  return made
}

function edgesFor(scene: Scene): WireEdge[] {
  const routes = routesOf(scene)
  return scene.wires.map(wire => ({
    id: wire.id,
    type: "wire",
    source: wire.from,
    sourceHandle: wire.outlet,
    target: wire.to,
    targetHandle: wire.inlet,
    className: `wire-${wire.look}`,
    data: { wire, route: routes.get(wire.id) ?? null },
    selectable: wire.wire !== null,
    reconnectable: wire.wire !== null && wire.wire.implied === undefined,
    focusable: false,
    ...(wire.isBack ? { markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 } } : {}),
  }))
}

function flowHandle({ id, x, y, side }: Handle, type: "source" | "target"): NodeHandle {
  return { id, type, position: sides[side], x: x - ring / 2, y: y - ring / 2, width: ring, height: ring }
}

/** What a screen reader says of a box. */
function spokenName(node: SceneNode): string {
  const what = { step: t`Step`, trigger: t`Trigger`, container: t`Container`, handler: t`Handler` }[node.type]
  const marks = [
    node.isKnown ? "" : t`unknown kind`,
    node.isDisabled ? t`disabled` : "",
    node.isLocked ? t`locked` : "",
    node.hides === null ? "" : t`collapsed`,
  ]
  return [what, node.name, node.line, ...marks].filter(Boolean).join(", ")
}
