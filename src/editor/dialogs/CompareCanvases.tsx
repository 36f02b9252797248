import { ReactFlow, ReactFlowProvider } from "@xyflow/react"
import { useMemo } from "react"
import { openFile } from "../../format/file.ts"
import type { Comparison } from "../../model/compare.ts"
import type { Workflow } from "../../model/workflow.ts"
import { Card, Container } from "../canvas/Card.tsx"
import { CanvasActionsContext } from "../canvas/canvasActions.ts"
import { edgesOf, nodesOf } from "../canvas/canvasNodes.ts"
import { WireLine } from "../canvas/WireLine.tsx"
import { sceneOf } from "../scene.ts"
import { useEditor, useEditorState } from "../useEditor.ts"

const nodeTypes = { card: Card, container: Container }
const edgeTypes = { wire: WireLine }
const noProblems = new Map()
/** What is compared is looked at, and not worked on. */
const noActions = { insertInto() {}, rename() {}, fold() {}, resize() {} }

interface CompareCanvasesProps {
  readonly before: string
  readonly beforeName: string
  readonly comparison: Comparison
  /** The later one, and its name; the open workflow if left out. */
  readonly after?: Workflow
  readonly afterName?: string
}

/** Two versions as drawings, one above the other: what went is marked above, what came below, what changed in both. */
export function CompareCanvases(props: CompareCanvasesProps) {
  const { before, beforeName, comparison, afterName = "Draft" } = props
  const draft = useEditorState(state => state.file.workflow)
  const after = props.after ?? draft
  const old = useMemo(() => openFile(before).workflow, [before])
  return (
    <div className="grid h-full min-h-120 grid-rows-2 gap-3">
      <Drawing title={beforeName} workflow={old} comparison={comparison} hides="added" />
      <Drawing title={afterName} workflow={after} comparison={comparison} hides="removed" />
    </div>
  )
}

interface DrawingProps {
  readonly title: string
  readonly workflow: Workflow
  readonly comparison: Comparison
  readonly hides: "added" | "removed"
}

function Drawing({ title, workflow, comparison, hides }: DrawingProps) {
  const { catalogue } = useEditor()
  const [nodes, edges] = useMemo(() => {
    const scene = sceneOf(workflow, catalogue)
    const marks = new Map(comparison.steps.map(({ id, is }) => [id, is]))
    const wires = new Set(
      comparison.wires
        .filter(({ is }) => is !== hides)
        .map(({ from, outlet, to }) => JSON.stringify([from, outlet, to])),
    )
    const isMarked = (wire: (typeof scene.wires)[number]["wire"]) =>
      wire !== null && wires.has(JSON.stringify([wire.from, wire.outlet, wire.to]))
    return [
      nodesOf(scene, noProblems).map(node => {
        const mark = marks.get(node.id)
        return {
          ...node,
          draggable: false,
          selectable: false,
          className: mark === undefined || mark === hides ? "" : `is-${mark}`,
        }
      }),
      edgesOf(scene).map(edge => ({
        ...edge,
        selectable: false,
        className: isMarked(edge.data?.wire.wire ?? null)
          ? `wire-${hides === "added" ? "removed" : "added"}`
          : (edge.className ?? ""),
      })),
    ] as const
  }, [workflow, catalogue, comparison, hides])
  const marked = nodes.filter(({ className }) => className !== "")
  return (
    <figure className="flex min-h-60 flex-col overflow-hidden rounded-lg border border-line">
      <figcaption className="border-b border-line bg-panel px-3 py-1.5 text-xs font-medium text-muted">
        {title}
      </figcaption>
      <div className="compared min-h-0 flex-1">
        <CanvasActionsContext value={noActions}>
          <ReactFlowProvider>
            <ReactFlow
              {...{ nodes: [...nodes], edges: [...edges], nodeTypes, edgeTypes }}
              fitView
              fitViewOptions={{
                padding: 0.15,
                maxZoom: 1,
                ...(marked.length > 0 && { nodes: marked.map(({ id }) => ({ id })), minZoom: 0.45 }),
              }}
              minZoom={0.05}
              onlyRenderVisibleElements
              nodesConnectable={false}
              nodesFocusable={false}
              edgesFocusable={false}
              panOnScroll
              proOptions={{ hideAttribution: true }}
              aria-label={title}
            />
          </ReactFlowProvider>
        </CanvasActionsContext>
      </div>
    </figure>
  )
}
