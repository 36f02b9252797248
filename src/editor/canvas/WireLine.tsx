import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react"
import { Plus } from "lucide-react"
import { memo, useState } from "react"
import type { SceneWire } from "../scene.ts"
import { useCanvasActions } from "./canvasActions.ts"

/** What a wire on the canvas is drawn from. */
export interface WireData extends Record<string, unknown> {
  readonly wire: SceneWire
  /** How far down a loop-back goes to pass below the steps that it goes around. */
  readonly below: number
}

/** A wire on the canvas. */
export type WireEdge = Edge<WireData>

/** A wire: where it comes from tells its look, and on the way it says what it waits for. */
export const WireLine = memo(function WireLine(props: EdgeProps<WireEdge>) {
  const { id, data, selected, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props
  const [isNear, setNear] = useState(false)
  const { insertInto } = useCanvasActions()
  if (!data) return null
  const { wire, below } = data
  const [bezier, middleX, middleY] = getBezierPath({
    ...{ sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition },
    curvature: wire.look === "failure" ? 0.4 : 0.28,
  })
  const path = wire.isBack ? loopPath(sourceX, sourceY, targetX, targetY, below) : bezier
  const label = labelPlace(wire, { sourceX, sourceY, targetX, targetY, middleX, middleY, below })
  const plus = wire.isBack ? { x: (sourceX + targetX) / 2, y: below } : { x: middleX, y: middleY }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only shows a shortcut; the command does the same.
    <g onPointerEnter={() => setNear(true)} onPointerLeave={() => setNear(false)}>
      <BaseEdge id={id} path={path} interactionWidth={22} />
      <EdgeLabelRenderer>
        {wire.label && (
          <div
            className="wire-label nodrag nopan"
            data-look={wire.look}
            style={{ transform: `translate(${label.x}px, ${label.y}px) translate(${label.anchor})` }}
          >
            {wire.label}
          </div>
        )}
        {wire.wire && (isNear || selected) && (
          <button
            type="button"
            className="wire-add nodrag nopan"
            tabIndex={-1}
            aria-label={`Add a step between ${wire.from} and ${wire.to}`}
            style={{ transform: `translate(-50%, -50%) translate(${plus.x}px, ${plus.y}px)` }}
            onPointerEnter={() => setNear(true)}
            onPointerLeave={() => setNear(false)}
            onClick={event => insertInto(wire, { x: event.clientX, y: event.clientY })}
          >
            <Plus size={12} aria-hidden />
          </button>
        )}
      </EdgeLabelRenderer>
    </g>
  )
})

interface Ends {
  readonly sourceX: number
  readonly sourceY: number
  readonly targetX: number
  readonly targetY: number
  readonly middleX: number
  readonly middleY: number
  readonly below: number
}

/** A label stands just outside its outlet, above the wire where that rises and below it where that falls. */
function labelPlace(wire: SceneWire, ends: Ends) {
  const { sourceX, sourceY, targetX, targetY, middleX, middleY, below } = ends
  if (wire.isBack) return { x: (sourceX + targetX) / 2, y: below - 4, anchor: "-50%, -100%" }
  if (wire.look === "failure") return { x: sourceX + 8, y: sourceY + 10, anchor: "0, 0" }
  if (targetX - sourceX < 90) return { x: middleX, y: middleY, anchor: "-50%, -50%" }
  const rise = targetY - sourceY
  if (Math.abs(rise) < 14) return { x: sourceX + 10, y: sourceY - 3, anchor: "0, -100%" }
  return { x: sourceX + 12, y: sourceY + Math.sign(rise) * 10, anchor: rise > 0 ? "0, 0" : "0, -100%" }
}

/** From the outlet around below everything in between, and back to the inlet. */
function loopPath(fromX: number, fromY: number, toX: number, toY: number, below: number): string {
  const r = 12
  const right = fromX + 26
  const left = toX - 26
  return [
    `M ${fromX} ${fromY} H ${right - r} Q ${right} ${fromY} ${right} ${fromY + r}`,
    `V ${below - r} Q ${right} ${below} ${right - r} ${below}`,
    `H ${left + r} Q ${left} ${below} ${left} ${below - r}`,
    `V ${toY + r} Q ${left} ${toY} ${left + r} ${toY} H ${toX}`,
  ].join(" ")
}
