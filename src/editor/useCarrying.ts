import { type MouseEvent, type PointerEvent, useRef } from "react"
import type { Point } from "./layout.ts"
import { useDesk } from "./useBuilder.ts"

/** How far a finger goes before it carries: sideways, for up and down it scrolls the list. */
const start = 12

/** Lets a finger or a pen carry a kind out of the library: sideways onto the canvas. */
export function useCarrying(kind: string) {
  const desk = useDesk()
  const from = useRef<Point | null>(null)
  const carry = (event: PointerEvent, isLetGo: boolean) =>
    desk.setState({ carried: { kind, isLetGo, screen: { x: event.clientX, y: event.clientY } } })
  const wasCarried = useRef(false)
  const stop = () => {
    from.current = null
    wasCarried.current = desk.getState().carried !== null
    desk.setState({ carried: null })
  }
  return {
    onPointerDown(event: PointerEvent) {
      wasCarried.current = false
      if (event.pointerType !== "mouse") from.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove(event: PointerEvent) {
      if (from.current === null) return
      const isCarried = desk.getState().carried !== null
      if (!isCarried && Math.abs(event.clientX - from.current.x) < start) return
      if (!isCarried) event.currentTarget.setPointerCapture(event.pointerId)
      carry(event, false)
    },
    onPointerUp(event: PointerEvent) {
      if (desk.getState().carried !== null) carry(event, true)
      stop()
    },
    onPointerCancel: stop,
    /** Where a pen lets go is no press. */
    onClickCapture(event: MouseEvent) {
      if (wasCarried.current) event.stopPropagation()
    },
  }
}
