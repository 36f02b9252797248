import {
  Background,
  BackgroundVariant,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useStore as useFlowStore,
} from "@xyflow/react"
import { useMemo, useState } from "react"
import { cx } from "../../ui/cx.ts"
import type { Point } from "../layout.ts"
import { useEditor, useEditorState, useFacts } from "../useEditor.ts"
import { type BoxNode, Card, Container } from "./Card.tsx"
import { CanvasActionsContext } from "./canvasActions.ts"
import { edgesOf, nodesOf } from "./canvasNodes.ts"
import { type WireEdge, WireLine } from "./WireLine.tsx"
import "./canvas.css"

const nodeTypes = { card: Card, container: Container }
const edgeTypes = { wire: WireLine }
const farZoom = 0.4

/** The workflow as a drawing that one can work on. */
export function Canvas() {
  const editor = useEditor()
  const facts = useFacts()
  const selection = useEditorState(state => state.selection)
  const isFar = useFlowStore(state => state.transform[2] < farZoom)
  /** Where boxes are while they are dragged; the document hears of it on drop. */
  const [dragged, setDragged] = useState<ReadonlyMap<string, Point> | null>(null)

  const still = useMemo(() => nodesOf(facts), [facts])
  const edges = useMemo(() => edgesOf(facts.scene), [facts])
  const nodes = useMemo(
    () =>
      still.map(node => {
        const position = dragged?.get(node.id)
        const selected = selection.has(node.id)
        return position || selected ? { ...node, selected, position: position ?? node.position } : node
      }),
    [still, selection, dragged],
  )
  const shownEdges = useMemo(
    () => edges.map(edge => (selection.has(edge.id) ? { ...edge, selected: true } : edge)),
    [edges, selection],
  )

  const actions = useMemo(() => ({ insertInto() {} }), [])

  function onNodesChange(changes: NodeChange<BoxNode>[]) {
    const moved = changes.filter(change => change.type === "position")
    if (moved.length > 0) {
      setDragged(before => {
        const places = new Map(before)
        for (const { id, position } of moved) if (position) places.set(id, position)
        return places
      })
    }
    onSelect(changes)
  }

  function onSelect(changes: readonly (NodeChange<BoxNode> | EdgeChange<WireEdge>)[]) {
    const chosen = changes.filter(change => change.type === "select")
    if (chosen.length === 0) return
    const next = new Set(editor.store.getState().selection)
    for (const { id, selected } of chosen) {
      if (selected) next.add(id)
      else next.delete(id)
    }
    editor.select(next)
  }

  return (
    <CanvasActionsContext value={actions}>
      <div className={cx("size-full", isFar && "is-far")}>
        <ReactFlow<BoxNode, WireEdge>
          nodes={nodes}
          edges={shownEdges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onEdgesChange={onSelect}
          onNodeDragStop={() => setDragged(null)}
          onlyRenderVisibleElements
          fitView
          fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
          minZoom={0.05}
          maxZoom={2}
          selectionMode={SelectionMode.Partial}
          panOnScroll
          deleteKeyCode={null}
          disableKeyboardA11y
          elevateNodesOnSelect={false}
          proOptions={{ hideAttribution: true }}
        >
          <Background variant={BackgroundVariant.Dots} gap={22} size={1.6} />
          <MiniMap
            pannable
            maskStrokeWidth={6}
            nodeBorderRadius={10}
            style={{ width: 150, height: 96 }}
            zoomable
            position="bottom-right"
            ariaLabel="Overview of the workflow"
          />
        </ReactFlow>
      </div>
    </CanvasActionsContext>
  )
}
