import { BaseEdge, type Edge, type EdgeProps, getBezierPath } from "@xyflow/react"
import { Plus } from "lucide-react"
import { memo, useState } from "react"
import { createPortal } from "react-dom"
import { t } from "../../language/t.ts"
import { useIsUntried, useWireState, wireName } from "../runSlots.ts"
import type { SceneWire } from "../scene.ts"
import { useCanvasActions } from "./canvasActions.ts"
import { useLabelLayer } from "./labelLayer.ts"
import { besideLabel, labelPlace } from "./labelPlace.ts"
import { type Route, routedPath } from "./routes.ts"
import { WireBreakpoint } from "./TrialMarks.tsx"

/** What a wire on the canvas is drawn from. */
export interface WireData extends Record<string, unknown> {
  readonly wire: SceneWire
  readonly route: Route | null
}

/** A wire on the canvas. */
export type WireEdge = Edge<WireData>

/** A wire: where it comes from tells its look, and on the way it says what it waits for. */
export const WireLine = memo(function WireLine(props: EdgeProps<WireEdge>) {
  const { id, data, selected, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props
  const [isNear, setNear] = useState(false)
  const labels = useLabelLayer()
  const { insertInto } = useCanvasActions()
  const run = useWireState(data === undefined ? "" : wireName(data.wire.from, data.wire.outlet, data.wire.to))
  const isUntried = useIsUntried(data?.wire.from ?? "", data?.wire.outlet ?? "")
  if (!data) return null
  const { wire, route } = data
  const [bezier, middleX, middleY] = getBezierPath({
    ...{ sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition },
    curvature: wire.look === "failure" ? 0.4 : 0.28,
  })
  const ends = [
    { x: sourceX, y: sourceY },
    { x: targetX, y: targetY },
  ] as const
  const path = route ? routedPath(...ends, route, wire) : bezier
  const label = labelPlace(wire, { sourceX, sourceY, targetX, targetY, middleX, middleY, route })
  const middle = route ? { x: (route.left + route.right) / 2, y: route.y } : { x: middleX, y: middleY }
  const plus = wire.label ? besideLabel(middle, label, wire.label) : middle
  const hasPlus = wire.wire !== null && (isNear || selected === true)
  return (
    <g
      data-run={run}
      data-untried={isUntried && wire.look !== "trigger" ? true : undefined}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
    >
      <BaseEdge id={id} path={path} interactionWidth={22} />
      {wire.wire && labels && (
        <WireBreakpoint
          wire={wire}
          isNear={hasPlus}
          onNear={setNear}
          layer={labels}
          x={plus.x + 26}
          y={plus.y}
        />
      )}
      {labels &&
        (wire.label || hasPlus) &&
        createPortal(
          <>
            {wire.label && (
              <div
                className="wire-label nodrag nopan"
                data-look={wire.look}
                title={wire.label}
                style={{
                  transform: `translate(${label.x}px, ${label.y}px) translate(${label.anchor})`,
                  maxWidth: label.room,
                }}
              >
                {wire.label}
              </div>
            )}
            {hasPlus && (
              <button
                type="button"
                className="wire-add nodrag nopan"
                tabIndex={-1}
                aria-label={t`Add a step between ${wire.from} and ${wire.to}`}
                style={{ transform: `translate(-50%, -50%) translate(${plus.x}px, ${plus.y}px)` }}
                onPointerEnter={() => setNear(true)}
                onPointerLeave={() => setNear(false)}
                onClick={event => insertInto(wire, { x: event.clientX, y: event.clientY })}
              >
                <Plus size={12} aria-hidden />
              </button>
            )}
          </>,
          labels,
        )}
    </g>
  )
})
