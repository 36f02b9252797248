import {
  type ConnectionLineComponentProps,
  getBezierPath,
  Position,
  useStore as useFlowStore,
  ViewportPortal,
} from "@xyflow/react"
import { useStore } from "zustand"
import type { StoreApi } from "zustand/vanilla"
import { shownFacts } from "../../facts.ts"
import type { Point } from "../../layout.ts"
import type { Handle } from "../../scene.ts"
import { useEditor, useShownFacts } from "../../useEditor.ts"
import { absoluteBoxes } from "../absoluteBoxes.ts"
import type { CanvasNode } from "../canvasNodes.ts"
import { type Aim, aimAt } from "./aiming.ts"
import type { Held } from "./held.ts"
import { catching } from "./leading.ts"

/** The wire that a hand draws: it catches at the nearest place that it may lead to, and the box there lights up. */
export function DrawnWire({
  fromNode,
  fromHandle,
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  toPosition,
  connectionStatus,
}: ConnectionLineComponentProps<CanvasNode>) {
  const editor = useEditor()
  const zoom = useFlowStore(state => state.transform[2])
  const { scene } = shownFacts(editor)
  const isFromInlet = fromHandle.type === "target"
  const asked = {
    fixed: fromNode.id,
    seeking: isFromInlet ? "outlet" : "inlet",
    reach: catching / zoom,
  } as const
  const aim = isFromInlet ? null : aimAt(scene, asked, { x: toX, y: toY })
  const isCaught = connectionStatus === "valid" || aim === null
  const end = isCaught ? { x: toX, y: toY } : aim.at
  const [path] = getBezierPath({
    ...{ sourceX: fromX, sourceY: fromY, sourcePosition: fromPosition },
    ...{ targetX: end.x, targetY: end.y, targetPosition: isCaught ? toPosition : Position.Left },
    curvature: 0.28,
  })
  return (
    <>
      {aim && <Glow aim={aim} />}
      <path d={path} className="react-flow__connection-path" fill="none" />
    </>
  )
}

/** The wires that a hand leads elsewhere. */
export function LedWires({ held }: { readonly held: StoreApi<Held> }) {
  const leading = useStore(held, state => state.leading)
  const { scene } = useShownFacts()
  if (!leading) return null
  const boxes = absoluteBoxes(scene)
  const { wires, end, at, aim } = leading
  const hand = aim?.at ?? at
  const placeOf = (id: string, handle: Handle | undefined): Point => {
    const box = boxes.get(id)
    return { x: (box?.x ?? 0) + (handle?.x ?? 0), y: (box?.y ?? 0) + (handle?.y ?? 0) }
  }
  const paths = wires.map(({ id, from, outlet, to, inlet }) => {
    const still =
      end === "to"
        ? placeOf(
            from,
            boxes.get(from)?.node.outlets.find(each => each.id === outlet),
          )
        : placeOf(
            to,
            boxes.get(to)?.node.inlets.find(each => each.id === inlet),
          )
    const [source, target] = end === "to" ? [still, hand] : [hand, still]
    const [path] = getBezierPath({
      ...{ sourceX: source.x, sourceY: source.y, sourcePosition: Position.Right },
      ...{ targetX: target.x, targetY: target.y, targetPosition: Position.Left },
      curvature: 0.28,
    })
    return <path key={id} d={path} className="react-flow__connection-path" fill="none" />
  })
  return (
    <ViewportPortal>
      <svg className="led-wires" aria-hidden>
        {aim && <Glow aim={aim} />}
        {paths}
      </svg>
    </ViewportPortal>
  )
}

/** Around the box at which a wire would catch. */
function Glow({ aim: { box, at } }: { readonly aim: Aim }) {
  const { node, x, y } = box
  return (
    <g className="aim">
      <rect x={x - 4} y={y - 4} width={node.width + 8} height={node.height + 8} rx={15} />
      <circle cx={at.x} cy={at.y} r={7} />
    </g>
  )
}
