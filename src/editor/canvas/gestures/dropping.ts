import type { ReactFlowInstance } from "@xyflow/react"
import type { DragEvent } from "react"
import type { StoreApi } from "zustand/vanilla"
import type { Carried } from "../../desk.ts"
import type { Editor } from "../../editor.ts"
import { shownFacts } from "../../facts.ts"
import type { Point } from "../../layout.ts"
import { dropKind } from "../canvasEdits.ts"
import type { CanvasNode } from "../canvasNodes.ts"
import { kindDragType, landingAt, wireAt } from "../dropping.ts"
import type { WireEdge } from "../WireLine.tsx"
import { type Held, nothingHeld } from "./held.ts"

/** The gestures that bring a kind from the library: onto the canvas, into a container, into a wire. */
export function createDropping({
  editor,
  flow,
  held,
}: {
  readonly editor: Editor
  readonly flow: ReactFlowInstance<CanvasNode, WireEdge>
  readonly held: StoreApi<Held>
}) {
  const sceneNow = () => shownFacts(editor).scene
  const wireUnder = (screen: Point) => {
    const id = wireAt(screen)
    return sceneNow().wires.find(wire => wire.id === id && wire.wire !== null) ?? null
  }

  /** Shows where it would go. */
  function hover(screen: Point) {
    const point = flow.screenToFlowPosition(screen)
    const { holder } = landingAt(editor.store.getState().file.workflow, sceneNow(), point)
    const splice = wireUnder(screen)?.id ?? null
    held.setState({ target: splice === null ? holder : null, splice })
  }

  function drop(kind: string, screen: Point) {
    const entry = editor.catalogue.kinds[kind]
    held.setState(nothingHeld)
    if (!entry) return
    const { workflow } = editor.store.getState().file
    const landing = landingAt(workflow, sceneNow(), flow.screenToFlowPosition(screen))
    const added = dropKind(workflow, editor.catalogue, entry, landing, wireUnder(screen))
    editor.edit(() => added.workflow, { select: [added.id] })
  }

  return {
    /** Follows a kind that a finger carries: only a mouse drags as the browser has it. */
    onCarried({ kind, screen, isLetGo }: Carried) {
      const isHere = document.elementFromPoint(screen.x, screen.y)?.closest(".react-flow") ?? null
      if (isHere === null) held.setState(nothingHeld)
      else if (isLetGo) drop(kind, screen)
      else hover(screen)
    },
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes(kindDragType)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = "copy"
      hover({ x: event.clientX, y: event.clientY })
    },
    onDragLeave: () => held.setState(nothingHeld),
    onDrop(event: DragEvent) {
      const kind = event.dataTransfer.getData(kindDragType)
      if (kind === "") return
      event.preventDefault()
      drop(kind, { x: event.clientX, y: event.clientY })
    },
  }
}
