import { useStoreApi } from "@xyflow/react"
import { useLayoutEffect } from "react"
import type { StoreApi } from "zustand"
import type { Held } from "../gestures/held.ts"
import type { Drawing } from "./drawing.ts"
import { type Marks, paint } from "./paint.ts"
import { useHeldDrawing } from "./useDrawing.ts"
import { useSurface } from "./useSurface.ts"

/** All boxes and wires as one drawing, which goes where the canvas goes, and what a hand holds where the hand goes. */
export function FarDrawing({
  drawing: still,
  marks,
  held,
}: {
  readonly drawing: Drawing
  readonly marks: Marks
  readonly held: StoreApi<Held>
}) {
  const drawing = useHeldDrawing(still, held)
  const flow = useStoreApi()
  const surface = useSurface()
  useLayoutEffect(() => {
    const draw = () => {
      const { transform, width, height } = flow.getState()
      const [x, y, zoom] = transform
      const view = { x, y, zoom, width, height }
      surface.draw(view, (on, palette) => paint(on, drawing, { view, marks, palette }))
    }
    draw()
    let last = flow.getState()
    // Within the same turn as the boxes that are still elements, so that both move as one.
    return flow.subscribe(state => {
      const isMoved = state.transform !== last.transform
      const isSized = state.width !== last.width || state.height !== last.height
      last = state
      if (isMoved || isSized) draw()
    })
  }, [flow, surface, drawing, marks])
  return <canvas ref={surface.ref} className="far-drawing" aria-hidden />
}
