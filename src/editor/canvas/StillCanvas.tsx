import {
  type Edge,
  type FitViewOptions,
  getViewportForBounds,
  type Node,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  type Viewport,
  ViewportPortal,
} from "@xyflow/react"
import { useCallback, useEffect, useId, useMemo, useState } from "react"
import type { Area } from "../decor.ts"
import type { Point } from "../layout.ts"
import { Card, Container } from "./Card.tsx"
import { CanvasActionsContext } from "./canvasActions.ts"
import { LabelLayerContext } from "./labelLayer.ts"
import type { Together } from "./together.ts"
import { WireLine } from "./WireLine.tsx"
import "./canvas.css"

const nodeTypes = { card: Card, container: Container }
const edgeTypes = { wire: WireLine }
const noActions = { insertInto() {}, rename() {}, fold: null, resize() {} }

/** How a drawing goes with others. */
export interface Joint {
  readonly together: Together
  /** The point that is the same one in all of them: it stands at the same place of each frame. */
  readonly origin: Point
  /** What is seen until somebody moves them; equally large in all. */
  readonly area: Area
}

interface StillCanvasProps {
  readonly label: string
  readonly nodes: readonly Node[]
  readonly edges: readonly Edge[]
  /** The boxes that are seen until somebody moves the drawing; all, where none are named. */
  readonly seen?: readonly { readonly id: string }[]
  /** The box that is seen where all of them would be too small to be read. */
  readonly chief?: string | undefined
  /** What can be reached so stands in a list beside it as well, for those who do not point. */
  readonly onChoose?: (id: string) => void
  /** The drawings with which this one is moved and zoomed. */
  readonly joint?: Joint
}

const everything: readonly { readonly id: string }[] = []

/** A drawing to be looked at, and not worked on. */
export function StillCanvas(props: StillCanvasProps) {
  const { label, nodes, edges, seen = everything, chief, onChoose, joint } = props
  const name = useId()
  const [layer, setLayer] = useState<HTMLElement | null>(null)
  const [wasMoved, setMoved] = useState(false)
  const onMoved = useCallback(() => setMoved(true), [])
  const boxes = useMemo(() => nodes.map(node => ({ ...node, draggable: false, selectable: false })), [nodes])
  const wires = useMemo(() => edges.map(edge => ({ ...edge, selectable: false })), [edges])
  const fit = useMemo(
    () => ({
      ...{ padding: 0.15, maxZoom: 1 },
      ...(seen.length > 0 && { nodes: [...seen], minZoom: leastZoom }),
    }),
    [seen],
  )
  return (
    <CanvasActionsContext value={noActions}>
      <ReactFlowProvider>
        <LabelLayerContext value={layer}>
          <ReactFlow
            nodes={boxes}
            edges={wires}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            fitView
            fitViewOptions={fit}
            minZoom={0.05}
            onlyRenderVisibleElements
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            panOnScroll
            proOptions={{ hideAttribution: true }}
            // What moves it by itself has no event.
            onMoveStart={event => event !== null && setMoved(true)}
            onMove={(event, view) => event !== null && joint?.together.moved(name, outOf(joint, view))}
            onNodeClick={(_, node) => onChoose?.(node.id)}
            aria-label={label}
          >
            <ViewportPortal>
              <div ref={setLayer} />
            </ViewportPortal>
            {joint && <Follow name={name} joint={joint} onMoved={onMoved} />}
            {!wasMoved && (joint ? <RefitJoint joint={joint} /> : <Refit fit={fit} chief={chief} />)}
          </ReactFlow>
        </LabelLayerContext>
      </ReactFlowProvider>
    </CanvasActionsContext>
  )
}

interface RefitProps {
  readonly fit: FitViewOptions
  readonly chief: string | undefined
}

/** Fits the drawing in anew when its frame has another size, or other boxes are to be seen. */
function Refit({ fit, chief }: RefitProps) {
  const flow = useReactFlow()
  const width = useStore(state => state.width)
  const height = useStore(state => state.height)
  useEffect(() => {
    if (width === 0 || height === 0) return
    const all = getViewportForBounds(flow.getNodesBounds(flow.getNodes()), width, height, 0.05, 1, 0.15)
    const isSmall = chief !== undefined && all.zoom < leastZoom
    void flow.fitView(isSmall ? { ...fit, nodes: [{ id: chief }], maxZoom: chiefZoom } : fit)
  }, [flow, fit, chief, width, height])
  return null
}

/** What stands around the chief box is to be seen with it. */
const chiefZoom = 0.7

/** Fits the part in that all joint drawings show: their frames are equally large, and so they come out alike. */
function RefitJoint({ joint: { area } }: { readonly joint: Joint }) {
  const flow = useReactFlow()
  const width = useStore(state => state.width)
  const height = useStore(state => state.height)
  useEffect(() => {
    if (width > 0 && height > 0)
      void flow.setViewport(getViewportForBounds(area, width, height, leastZoom, 1, 0.1))
  }, [flow, area, width, height])
  return null
}

/** Smaller than this nobody can read what a card says. */
const leastZoom = 0.45

interface FollowProps {
  readonly name: string
  readonly joint: Joint
  readonly onMoved: () => void
}

/** Goes where the others are moved. */
function Follow({ name, joint, onMoved }: FollowProps) {
  const flow = useReactFlow()
  useEffect(
    () =>
      joint.together.join(name, view => {
        onMoved()
        void flow.setViewport(into(joint, view))
      }),
    [name, joint, flow, onMoved],
  )
  return null
}

/** The view as all joint drawings understand it, counted from what they have in common; and back. */
function outOf({ origin }: Joint, { x, y, zoom }: Viewport): Viewport {
  return { x: x + origin.x * zoom, y: y + origin.y * zoom, zoom }
}

function into({ origin }: Joint, { x, y, zoom }: Viewport): Viewport {
  return { x: x - origin.x * zoom, y: y - origin.y * zoom, zoom }
}
