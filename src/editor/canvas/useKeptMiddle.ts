import { useReactFlow } from "@xyflow/react"
import { type RefObject, useEffect } from "react"

/** Keeps in the middle what stood there when the canvas becomes lower or higher, as when the run's panel opens below it. */
export function useKeptMiddle(frame: RefObject<HTMLElement | null>): void {
  const flow = useReactFlow()
  useEffect(() => {
    const element = frame.current
    if (!element) return
    let height = element.clientHeight
    const observer = new ResizeObserver(() => {
      const higher = element.clientHeight - height
      height = element.clientHeight
      // What is not shown has no height, and no middle.
      if (higher === 0 || height === 0 || height === higher) return
      const { x, y, zoom } = flow.getViewport()
      void flow.setViewport({ x, y: y + higher / 2, zoom })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame, flow])
}
