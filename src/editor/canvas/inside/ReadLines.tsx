import { ViewportPortal } from "@xyflow/react"
import { useEffect, useState } from "react"
import { t } from "../../../language/t.ts"
import { selectedSteps } from "../../command.ts"
import type { Point } from "../../layout.ts"
import type { ReadLink } from "../../readNeighbours.ts"
import { useDesk, useDeskState } from "../../useBuilder.ts"
import { useEditor, useEditorState, useShownFacts } from "../../useEditor.ts"
import { type AbsoluteBox, absoluteBoxes } from "../absoluteBoxes.ts"

/** Shift is held so long before it is taken for a question, and not for the beginning of a shortcut or a choice. */
const asking = 280

/** Which steps the selected ones read by name, and which read them: while Shift is held, or while a command shows it. */
export function ReadLines() {
  const desk = useDesk()
  const isShown = useDeskState(state => state.showsReads)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isHeld = false
    const end = () => {
      clearTimeout(timer)
      timer = undefined
      if (isHeld) desk.setState({ showsReads: false })
      isHeld = false
    }
    const onKeyDown = (event: KeyboardEvent) => {
      const isAlone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey
      if (!isAlone || isTyped(event.target)) return end()
      if (event.repeat || desk.getState().showsReads) return
      timer = setTimeout(() => {
        isHeld = true
        desk.setState({ showsReads: true })
      }, asking)
    }
    const heard = { keydown: onKeyDown, keyup: end, pointerdown: end, blur: end } as const
    for (const [name, hear] of Object.entries(heard))
      window.addEventListener(name, hear as EventListener, { capture: true })
    return () => {
      for (const [name, hear] of Object.entries(heard))
        window.removeEventListener(name, hear as EventListener, { capture: true })
      end()
    }
  }, [desk])
  return isShown && <Lines />
}

function isTyped(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("input, textarea, [contenteditable], [role=dialog]") !== null
  )
}

function Lines() {
  const editor = useEditor()
  const { scene } = useShownFacts()
  const workflow = useEditorState(state => state.file.workflow)
  const selection = useEditorState(state => state.selection)
  const [links, setLinks] = useState<readonly ReadLink[] | null>(null)
  useEffect(() => {
    let isOpen = true
    const ids = new Set([...selection].filter(id => selectedSteps(editor).includes(id)))
    // Reading expressions takes a parser, which nobody waits for before this is asked.
    void import("../../readNeighbours.ts").then(({ readLinks }) => {
      if (isOpen) setLinks(ids.size === 0 ? null : readLinks(workflow, ids))
    })
    return () => {
      isOpen = false
    }
  }, [editor, workflow, selection])
  // What is said aloud stands in a place that is there before.
  if (links === null) return <p role="status" className="sr-only" />
  const boxes = absoluteBoxes(scene)
  /** The box of the step, or the one that hides it. */
  const boxOf = (id: string): AbsoluteBox | undefined => {
    const hider = scene.nodes.find(({ hides }) => hides?.includes(id))
    return boxes.get(id) ?? (hider && boxes.get(hider.id))
  }
  const lines = links.flatMap(({ read, reader }) => {
    const [from, to] = [boxOf(read), boxOf(reader)]
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
