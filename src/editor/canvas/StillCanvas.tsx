import {
  Background,
  BackgroundVariant,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react"
import { useEffect, useMemo, useState } from "react"
import { createDesk } from "../desk.ts"
import { DeskContext } from "../useBuilder.ts"
import { useFacts } from "../useEditor.ts"
import { type BoxNode, Card, Container } from "./Card.tsx"
import { CanvasActionsContext } from "./canvasActions.ts"
import { edgesOf, nodesOf } from "./canvasNodes.ts"
import { WireLine } from "./WireLine.tsx"
import "./canvas.css"

const nodeTypes = { card: Card, container: Container }
const edgeTypes = { wire: WireLine }
const noActions = { insertInto: () => {}, rename: () => {} }
const fitOptions = { padding: 0.12, maxZoom: 1 }

/** The workflow as a drawing that one can look at and not change: of a run that somebody shared. */
export function StillCanvas({
  chosen,
  onChoose,
}: {
  /** The step that stands out. */
  readonly chosen: string | null
  readonly onChoose: (step: string) => void
}) {
  const { scene } = useFacts()
  const [desk] = useState(() => createDesk(true))
  const still = useMemo(
    () => nodesOf(scene, new Map()).map(node => ({ ...node, focusable: true, draggable: false })),
    [scene],
  )
  const nodes = useMemo(
    () => still.map(node => (node.id === chosen ? { ...node, selected: true } : node)),
    [still, chosen],
  )
  // Nothing can be put into a wire here.
  const edges = useMemo(
    () =>
      edgesOf(scene).map(edge => ({
        ...edge,
        selectable: false,
        ...(edge.data && { data: { ...edge.data, wire: { ...edge.data.wire, wire: null } } }),
      })),
    [scene],
  )

  function onNodesChange(changes: NodeChange<BoxNode>[]) {
    for (const change of changes) if (change.type === "select" && change.selected) onChoose(change.id)
  }

  return (
    <DeskContext value={desk}>
      <CanvasActionsContext value={noActions}>
        <ReactFlowProvider>
          <ReactFlow
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodesChange={onNodesChange}
            nodesDraggable={false}
            nodesConnectable={false}
            edgesFocusable={false}
            deleteKeyCode={null}
            fitView
            fitViewOptions={fitOptions}
            minZoom={0.1}
            maxZoom={2}
            proOptions={{ hideAttribution: true }}
          >
            <FitAgain />
            <Background variant={BackgroundVariant.Dots} gap={22} size={1.3} />
          </ReactFlow>
        </ReactFlowProvider>
      </CanvasActionsContext>
    </DeskContext>
  )
}

/** Nobody works here, so the whole drawing shows, however large its place becomes. */
function FitAgain() {
  const { fitView } = useReactFlow()
  const width = useStore(state => state.width)
  const height = useStore(state => state.height)
  useEffect(() => {
    if (width > 0 && height > 0) void fitView(fitOptions)
  }, [width, height, fitView])
  return null
}
