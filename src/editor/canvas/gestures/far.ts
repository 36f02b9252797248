import type { ReactFlowInstance } from "@xyflow/react"
import type { MouseEvent } from "react"
import { decorOf } from "../../decor.ts"
import type { Editor } from "../../editor.ts"
import type { Point } from "../../layout.ts"
import type { CanvasNode } from "../canvasNodes.ts"
import { type Drawing, shapeAt, shapesWithin } from "../drawing/drawing.ts"
import type { WireEdge } from "../WireLine.tsx"

type Click = Pick<MouseEvent, "clientX" | "clientY" | "shiftKey" | "ctrlKey" | "metaKey">

/** The gestures over a drawing, whose boxes are no elements: a click, a double click, and a box drawn around some. */
export function createFarGestures({
  editor,
  flow,
  drawing,
}: {
  readonly editor: Editor
  readonly flow: ReactFlowInstance<CanvasNode, WireEdge>
  readonly drawing: Drawing
}) {
  let start: Point | null = null
  const placeOf = ({ clientX, clientY }: Click) => flow.screenToFlowPosition({ x: clientX, y: clientY })
  const found = (event: Click) => {
    const { x, y } = placeOf(event)
    return shapeAt(drawing, x, y)
  }

  return {
    /** Goes to what is there, as near as to read it; false where nothing is. */
    comeNear(event: Click): boolean {
      const shape = found(event)
      if (!shape) return false
      const { x, y } = shape.type === "container" ? placeOf(event) : middleOf(shape)
      void flow.setCenter(x, y, { zoom: 1, duration: 200 })
      return true
    },
    handlers: {
      onPaneClick(event: Click) {
        const shape = found(event)
        if (shape === null || decorOf(shape.id)?.type === "frame") return
        const before =
          event.shiftKey || event.ctrlKey || event.metaKey ? editor.store.getState().selection : []
        // React Flow lets go of what was selected right after this.
        queueMicrotask(() => editor.select([...before, shape.id]))
      },
      onSelectionStart(event: Click) {
        start = placeOf(event)
      },
      onSelectionEnd(event: Click) {
        if (!start) return
        const end = placeOf(event)
        const [x, y] = [Math.min(start.x, end.x), Math.min(start.y, end.y)]
        const [width, height] = [Math.abs(start.x - end.x), Math.abs(start.y - end.y)]
        start = null
        editor.select(shapesWithin(drawing, { x, y, width, height }))
      },
    },
  }
}

function middleOf({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Point {
  return { x: x + width / 2, y: y + height / 2 }
}
