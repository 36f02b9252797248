import { ViewportPortal } from "@xyflow/react"
import { useEffect, useState } from "react"
import { t } from "../../../language/t.ts"
import { selectedSteps } from "../../command.ts"
import type { Point } from "../../layout.ts"
import { type ReadLink, readLinks } from "../../readNeighbours.ts"
import { useEditor, useEditorState, useShownFacts } from "../../useEditor.ts"
import { type AbsoluteBox, boxOrHider } from "../absoluteBoxes.ts"

/** Lines between the steps that read each other. */
export default function ReadArcs() {
  const editor = useEditor()
  const { scene } = useShownFacts()
  const workflow = useEditorState(state => state.file.workflow)
  const selection = useEditorState(state => state.selection)
  const [links, setLinks] = useState<readonly ReadLink[] | null>(null)
  useEffect(() => {
    const ids = new Set(selectedSteps(editor).filter(id => selection.has(id)))
    setLinks(ids.size === 0 ? null : readLinks(workflow, ids))
  }, [editor, workflow, selection])
  // What is said aloud stands in a place that is there before.
  if (links === null) return <p role="status" className="sr-only" />
  const lines = links.flatMap(({ read, reader }) => {
    const [from, to] = [boxOrHider(scene, read), boxOrHider(scene, reader)]
    return from && to && from !== to ? [{ key: `${read} ${reader}`, from, to }] : []
  })
  const ends = new Set(lines.flatMap(({ from, to }) => [from, to]))
  return (
    <>
      <ViewportPortal>
        <svg className="reads" aria-hidden>
          {[...ends].map(({ node, x, y }) => (
            <rect
              key={node.id}
              x={x - 4}
              y={y - 4}
              width={node.width + 8}
              height={heightOf(node) + 8}
              rx={15}
            />
          ))}
          {lines.map(({ key, from, to }) => (
            <path key={key} d={arc(edgeOf(from), edgeOf(to))} />
          ))}
        </svg>
      </ViewportPortal>
      <p role="status" className="sr-only">
        {lines.length === 0
          ? t`It reads nothing by name, and nothing reads it.`
          : lines.map(({ from, to }) => t`${to.node.name} reads ${from.node.name}`).join(". ")}
      </p>
    </>
  )
}

function heightOf(node: AbsoluteBox["node"]): number {
  return node.type === "container" ? 56 : node.height
}

/** The middle of the upper edge, from which the lines rise above the wires. */
function edgeOf({ node, x, y }: AbsoluteBox): Point {
  return { x: x + node.width / 2, y: y - 4 }
}

function arc(from: Point, to: Point): string {
  const rise = Math.min(from.y, to.y) - 34 - Math.abs(from.x - to.x) * 0.08
  return `M ${from.x} ${from.y} C ${from.x} ${rise}, ${to.x} ${rise}, ${to.x} ${to.y}`
}
