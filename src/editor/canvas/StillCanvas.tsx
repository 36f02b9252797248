import {
  type Edge,
  type FitViewOptions,
  type Node,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  ViewportPortal,
} from "@xyflow/react"
import { useEffect, useMemo, useState } from "react"
import { Card, Container } from "./Card.tsx"
import { CanvasActionsContext } from "./canvasActions.ts"
import { LabelLayerContext } from "./labelLayer.ts"
import { WireLine } from "./WireLine.tsx"
import "./canvas.css"

const nodeTypes = { card: Card, container: Container }
const edgeTypes = { wire: WireLine }
const noActions = { insertInto() {}, rename() {}, fold: null, resize() {} }

interface StillCanvasProps {
  readonly label: string
  readonly nodes: readonly Node[]
  readonly edges: readonly Edge[]
  /** The boxes that are seen until somebody moves the drawing; all, where none are named. */
  readonly seen?: readonly { readonly id: string }[]
  /** What can be reached so stands in a list beside it as well, for those who do not point. */
  readonly onChoose?: (id: string) => void
}

const everything: readonly { readonly id: string }[] = []

/** A drawing to be looked at, and not worked on. */
export function StillCanvas({ label, nodes, edges, seen = everything, onChoose }: StillCanvasProps) {
  const [layer, setLayer] = useState<HTMLElement | null>(null)
  const [wasMoved, setMoved] = useState(false)
  const boxes = useMemo(() => nodes.map(node => ({ ...node, draggable: false, selectable: false })), [nodes])
  const wires = useMemo(() => edges.map(edge => ({ ...edge, selectable: false })), [edges])
  const fit = useMemo(
    () => ({
      ...{ padding: 0.15, maxZoom: 1 },
      ...(seen.length > 0 && { nodes: [...seen], minZoom: 0.45 }),
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
            onNodeClick={(_, node) => onChoose?.(node.id)}
            aria-label={label}
          >
            <ViewportPortal>
              <div ref={setLayer} />
            </ViewportPortal>
            {!wasMoved && <Refit fit={fit} />}
          </ReactFlow>
        </LabelLayerContext>
      </ReactFlowProvider>
    </CanvasActionsContext>
  )
}

/** Fits the drawing in anew when its frame has another size, or other boxes are to be seen. */
function Refit({ fit }: { readonly fit: FitViewOptions }) {
  const flow = useReactFlow()
  const width = useStore(state => state.width)
  const height = useStore(state => state.height)
  useEffect(() => {
    if (width > 0 && height > 0) void flow.fitView(fit)
  }, [flow, fit, width, height])
  return null
}
