import { useReactFlow } from "@xyflow/react"
import { type RefObject, useEffect } from "react"
import { sizes } from "../scene.ts"
import { useShownFacts } from "../useEditor.ts"
import { absoluteBoxes } from "./absoluteBoxes.ts"

/** What is smaller than this cannot be read. */
export const readableZoom = 0.62

/** Brings what is selected from elsewhere (the text, the outline, the palette, a new step) to where it is seen. */
export function useComingIntoView(frame: RefObject<HTMLElement | null>, current: string | undefined) {
  const flow = useReactFlow()
  const { scene } = useShownFacts()
  useEffect(() => {
    const box = current === undefined ? undefined : absoluteBoxes(scene).get(current)
    if (!box || !frame.current) return
    const { width, height } = frame.current.getBoundingClientRect()
    const { x, y, zoom } = flow.getViewport()
    const free = width - coveredOf(frame.current)
    const [left, top] = [box.x * zoom + x, box.y * zoom + y]
    const [right, bottom] = [left + box.node.width * zoom, top + sizes.card.height * zoom]
    if (left >= 0 && top >= 0 && right <= free && bottom <= height) return
    const near = Math.max(zoom, readableZoom)
    const middle = { x: box.x + box.node.width / 2, y: box.y + sizes.card.height / 2 }
    void flow.setCenter(middle.x + (width - free) / 2 / near, middle.y, { zoom: near, duration: 180 })
  }, [current, scene, flow, frame])
}

/** How much of the canvas the inspector lies upon, where there is no room beside it; over all of it, nothing can help. */
function coveredOf(frame: HTMLElement): number {
  const { left, right } = frame.getBoundingClientRect()
  const sheet = document.querySelector("[data-inspector]")?.getBoundingClientRect()
  const isOver = sheet !== undefined && sheet.left > left && sheet.left < right
  return isOver ? right - sheet.left : 0
}
