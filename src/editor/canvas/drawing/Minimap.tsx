import { useReactFlow, useStore, useStoreApi } from "@xyflow/react"
import { memo, type PointerEvent, useLayoutEffect, useRef } from "react"
import { t } from "../../../language/t.ts"
import { cx } from "../../../ui/cx.ts"
import type { Drawing } from "./drawing.ts"
import { type Marks, paint } from "./paint.ts"
import { useSurface } from "./useSurface.ts"

const size = { width: 150, height: 96 }
const margin = 8
const narrowest = 500

/** All of the workflow, small, with a window that shows what is seen of it and that one can move. */
const Minimap = memo(function Minimap({
  drawing,
  marks,
}: {
  readonly drawing: Drawing
  readonly marks: Marks
}) {
  const store = useStoreApi()
  const flow = useReactFlow()
  const surface = useSurface()
  // Beside the toolbar there is no room for it on a narrow canvas.
  const isRaised = useStore(({ width }) => width < narrowest)
  const window = useRef<HTMLDivElement>(null)
  const { area } = drawing
  const zoom = Math.min(
    (size.width - 2 * margin) / area.width,
    (size.height - 2 * margin) / area.height,
    // A few boxes are not blown up.
    0.12,
  )
  const x = size.width / 2 - (area.x + area.width / 2) * zoom
  const y = size.height / 2 - (area.y + area.height / 2) * zoom

  useLayoutEffect(() => {
    const view = { x, y, zoom, ...size }
    surface.draw(size, (on, palette) => paint(on, drawing, { view, marks, palette }))
  }, [surface, drawing, marks, x, y, zoom])

  useLayoutEffect(() => {
    const place = () => {
      const { transform, width, height } = store.getState()
      const [left, top, scale] = transform
      const share = zoom / scale
      Object.assign(window.current?.style ?? {}, {
        translate: `${x - left * share}px ${y - top * share}px`,
        width: `${width * share}px`,
        height: `${height * share}px`,
      })
    }
    place()
    return store.subscribe(place)
  }, [store, x, y, zoom])

  function onPointer(event: PointerEvent<HTMLDivElement>) {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId)
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const { left, top } = event.currentTarget.getBoundingClientRect()
    void flow.setCenter((event.clientX - left - x) / zoom, (event.clientY - top - y) / zoom, {
      zoom: flow.getZoom(),
    })
  }

  return (
    <div
      className={cx("minimap", isRaised && "is-raised")}
      role="img"
      aria-label={t`Overview of the workflow`}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onWheel={event => void (event.deltaY < 0 ? flow.zoomIn() : flow.zoomOut())}
    >
      <canvas ref={surface.ref} style={size} aria-hidden />
      <div ref={window} className="minimap-window" />
    </div>
  )
})

export default Minimap
