import { type Edge, type Node, ReactFlow, ReactFlowProvider, ViewportPortal } from "@xyflow/react"
import { useMemo, useState } from "react"
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
  /** The boxes that are seen at first; all, where none are named. */
  readonly seen?: readonly { readonly id: string }[]
  /** What can be reached so stands in a list beside it as well, for those who do not point. */
  readonly onChoose?: (id: string) => void
}

/** A drawing to be looked at, and not worked on. */
export function StillCanvas({ label, nodes, edges, seen = [], onChoose }: StillCanvasProps) {
  const [layer, setLayer] = useState<HTMLElement | null>(null)
  const boxes = useMemo(() => nodes.map(node => ({ ...node, draggable: false, selectable: false })), [nodes])
  const wires = useMemo(() => edges.map(edge => ({ ...edge, selectable: false })), [edges])
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
            fitViewOptions={{
              padding: 0.15,
              maxZoom: 1,
              ...(seen.length > 0 && { nodes: [...seen], minZoom: 0.45 }),
            }}
            minZoom={0.05}
            onlyRenderVisibleElements
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            panOnScroll
            proOptions={{ hideAttribution: true }}
            onNodeClick={(_, node) => onChoose?.(node.id)}
            aria-label={label}
          >
            <ViewportPortal>
              <div ref={setLayer} />
            </ViewportPortal>
          </ReactFlow>
        </LabelLayerContext>
      </ReactFlowProvider>
    </CanvasActionsContext>
  )
}
