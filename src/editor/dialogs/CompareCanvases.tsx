import { useMemo } from "react"
import { openFile } from "../../format/file.ts"
import { t } from "../../language/t.ts"
import type { Comparison } from "../../model/compare.ts"
import type { Workflow } from "../../model/workflow.ts"
import { edgesOf, nodesOf } from "../canvas/canvasNodes.ts"
import { StillCanvas } from "../canvas/StillCanvas.tsx"
import { sceneOf } from "../scene.ts"
import { useEditor, useEditorState } from "../useEditor.ts"

const noProblems = new Map()

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
  const { before, beforeName, comparison, afterName = t`Draft` } = props
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
    // What is only looked at hides nothing.
    const scene = sceneOf(workflow, catalogue, { isOpen: true })
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
          className: mark === undefined || mark === hides ? "" : `is-${mark}`,
        }
      }),
      edgesOf(scene).map(edge => ({
        ...edge,
        className: isMarked(edge.data?.wire.wire ?? null)
          ? `wire-${hides === "added" ? "removed" : "added"}`
          : (edge.className ?? ""),
      })),
    ] as const
  }, [workflow, catalogue, comparison, hides])
  const seen = useMemo(() => {
    const marked = new Set(nodes.flatMap(({ id, className }) => (className === "" ? [] : [id])))
    // What a change stands between says what it is for.
    const around = edges.filter(({ source, target }) => marked.has(source) || marked.has(target))
    const near = new Set([...marked, ...around.flatMap(({ source, target }) => [source, target])])
    return nodes.filter(({ id }) => near.has(id))
  }, [nodes, edges])
  return (
    <figure className="flex min-h-60 flex-col overflow-hidden rounded-lg border border-line">
      <figcaption className="border-b border-line bg-panel px-3 py-1.5 text-xs font-medium text-muted">
        {title}
      </figcaption>
      <div className="compared min-h-0 flex-1">
        <StillCanvas label={title} nodes={nodes} edges={edges} seen={seen} />
      </div>
    </figure>
  )
}
