import { useMemo, useState } from "react"
import { openFile } from "../../format/file.ts"
import { t } from "../../language/t.ts"
import type { Catalogue } from "../../model/catalogue.ts"
import type { Comparison } from "../../model/compare.ts"
import type { Workflow } from "../../model/workflow.ts"
import { absoluteBoxes } from "../canvas/absoluteBoxes.ts"
import { edgesOf, nodesOf } from "../canvas/canvasNodes.ts"
import { areaOfShapes, around, drawingOf } from "../canvas/drawing/drawing.ts"
import { type Joint, StillCanvas } from "../canvas/StillCanvas.tsx"
import { createTogether } from "../canvas/together.ts"
import type { Area } from "../decor.ts"
import type { Point } from "../layout.ts"
import { type Scene, sceneOf } from "../scene.ts"
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

/**
 * Two versions as drawings, side by side where there is room and else one above the other, moved and zoomed as one:
 * what went is marked in the first, what came in the second, what changed in both. Where boxes stand is no change: a
 * step that both have stands at the same place of both frames.
 */
export function CompareCanvases(props: CompareCanvasesProps) {
  const { before, beforeName, comparison, afterName = t`Draft` } = props
  const { catalogue } = useEditor()
  const draft = useEditorState(state => state.file.workflow)
  const after = props.after ?? draft
  const [together] = useState(createTogether)
  const old = useMemo(
    () => drawn(openFile(before).workflow, catalogue, comparison, "added"),
    [before, catalogue, comparison],
  )
  const now = useMemo(() => drawn(after, catalogue, comparison, "removed"), [after, catalogue, comparison])
  const [first, second] = useMemo(() => {
    const [origin, other] = commonPoints(old, now)
    const common = around([shifted(old.area, origin, -1), shifted(now.area, other, -1)])
    return [origin, other].map(
      (point): Joint => ({ together, origin: point, area: shifted(common, point, 1) }),
    )
  }, [old, now, together])
  return (
    <div className="@container h-full">
      <div className="grid h-full min-h-120 grid-rows-2 gap-3 @min-[52rem]:min-h-60 @min-[52rem]:grid-cols-2 @min-[52rem]:grid-rows-1">
        {first && <Drawing title={beforeName} drawing={old} joint={first} />}
        {second && <Drawing title={afterName} drawing={now} joint={second} />}
      </div>
    </div>
  )
}

/** A version with its marks. */
interface Drawn {
  readonly scene: Scene
  readonly nodes: ReturnType<typeof nodesOf>
  readonly edges: ReturnType<typeof edgesOf>
  /** The ids of the boxes at which something differs, and of those around. */
  readonly seen: ReadonlySet<string>
  /** Where those stand; the whole drawing where nothing differs. */
  readonly area: Area
}

function drawn(
  workflow: Workflow,
  catalogue: Catalogue,
  comparison: Comparison,
  hides: "added" | "removed",
): Drawn {
  // What is only looked at hides nothing.
  const scene = sceneOf(workflow, catalogue, { isOpen: true })
  const marks = new Map(comparison.steps.map(({ id, is }) => [id, is]))
  const wires = new Set(
    comparison.wires
      .filter(({ is }) => is !== hides)
      .map(({ from, outlet, to }) => JSON.stringify([from, outlet, to])),
  )
  const isMarked = (wire: Scene["wires"][number]["wire"]) =>
    wire !== null && wires.has(JSON.stringify([wire.from, wire.outlet, wire.to]))
  const nodes = nodesOf(scene, noProblems).map(node => {
    const mark = marks.get(node.id)
    return { ...node, className: mark === undefined || mark === hides ? "" : `is-${mark}` }
  })
  const edges = edgesOf(scene).map(edge => ({
    ...edge,
    className: isMarked(edge.data?.wire.wire ?? null)
      ? `wire-${hides === "added" ? "removed" : "added"}`
      : (edge.className ?? ""),
  }))
  const marked = new Set(nodes.flatMap(({ id, className }) => (className === "" ? [] : [id])))
  const changedWires = edges.filter(({ className }) => /^wire-(?:added|removed)$/.test(className))
  for (const { source, target } of changedWires) marked.add(source).add(target)
  // What a change stands between says what it is for.
  const near = edges.filter(({ source, target }) => marked.has(source) || marked.has(target))
  const seen = new Set([...marked, ...near.flatMap(({ source, target }) => [source, target])])
  return { scene, nodes, edges, seen, area: areaOfShapes(drawingOf(scene, workflow), seen) }
}

/** Where one and the same step stands in the one and in the other, one near a change if there is one. */
function commonPoints(old: Drawn, now: Drawn): readonly [Point, Point] {
  const [before, after] = [absoluteBoxes(old.scene), absoluteBoxes(now.scene)]
  const ids = [...old.seen, ...now.seen, ...before.keys()]
  const id = ids.find(each => before.has(each) && after.has(each)) ?? ""
  return [before.get(id) ?? old.area, after.get(id) ?? now.area]
}

function shifted(area: Area, { x, y }: Point, by: 1 | -1): Area {
  return { ...area, x: area.x + by * x, y: area.y + by * y }
}

interface DrawingProps {
  readonly title: string
  readonly drawing: Drawn
  readonly joint: Joint
}

function Drawing({ title, drawing: { nodes, edges }, joint }: DrawingProps) {
  return (
    <figure className="flex min-h-60 flex-col overflow-hidden rounded-lg border border-line">
      <figcaption className="border-b border-line bg-panel px-3 py-1.5 text-xs font-medium text-muted">
        {title}
      </figcaption>
      <div className="compared min-h-0 flex-1">
        <StillCanvas label={title} nodes={nodes} edges={edges} joint={joint} />
      </div>
    </figure>
  )
}
