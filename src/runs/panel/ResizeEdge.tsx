import { type KeyboardEvent, type PointerEvent, useRef } from "react"
import { t } from "../../language/t.ts"
import { useRunDesk, useRunDeskState } from "../runDesk.ts"

const least = 140
const step = 24

/** The upper edge of the panel: dragged, or moved with the arrow keys, it makes the panel higher or lower. */
export function ResizeEdge() {
  const desk = useRunDesk()
  const height = useRunDeskState(state => state.height)
  const from = useRef<{ y: number; height: number } | null>(null)

  function resize(to: number) {
    const most = Math.max(least, window.innerHeight - 180)
    desk.store.setState({ height: Math.round(Math.min(most, Math.max(least, to))), isFolded: false })
  }
  function onPointerDown(event: PointerEvent) {
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = { y: event.clientY, height }
  }
  function onPointerMove(event: PointerEvent) {
    if (from.current !== null) resize(from.current.height + from.current.y - event.clientY)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowUp") resize(height + step)
    else if (event.key === "ArrowDown") resize(height - step)
    else return
    event.preventDefault()
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that is dragged is no thematic break.
    <div
      role="separator"
      aria-label={t`Height of the run panel`}
      aria-orientation="horizontal"
      aria-valuenow={height}
      aria-valuemin={least}
      tabIndex={0}
      className="absolute inset-x-0 -top-1 z-10 h-2 cursor-row-resize touch-none hover:bg-accent/20 max-[700px]:hidden"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        from.current = null
      }}
      onKeyDown={onKeyDown}
    />
  )
}
