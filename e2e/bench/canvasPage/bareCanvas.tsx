import { type Edge, type Node, ReactFlow, useEdgesState, useNodesState } from "@xyflow/react"
import { createRoot } from "react-dom/client"
import { gridOf, gridSizes } from "../grid.ts"
import "@xyflow/react/dist/style.css"

/* The same boxes and wires, as React Flow draws them when nothing is added: what the canvas is measured against. */

const query = new URLSearchParams(location.search)
const cells = gridOf(Number(query.get("steps")))
const isWhole = query.has("whole")

const givenNodes: Node[] = cells.map(({ id, x, y }) => ({
  id,
  position: { x, y },
  data: { label: id },
  ...gridSizes,
}))
const givenEdges: Edge[] = cells.flatMap(({ id, next }) =>
  next === null ? [] : [{ id: `${id}>${next}`, source: id, target: next }],
)

function BareCanvas() {
  const [nodes, , onNodesChange] = useNodesState(givenNodes)
  const [edges, , onEdgesChange] = useEdgesState(givenEdges)
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      fitView={isWhole}
      defaultViewport={{ x: 40, y: 40, zoom: 1 }}
      minZoom={0.05}
      panOnScroll
      onlyRenderVisibleElements
    />
  )
}

createRoot(document.getElementById("root") as HTMLElement).render(<BareCanvas />)
