import { type ReactFlowInstance, useReactFlow, type Viewport } from "@xyflow/react"
import { type RefObject, useEffect } from "react"
import { sizes } from "../scene.ts"
import { useShownFacts } from "../useEditor.ts"
import { type AbsoluteBox, absoluteBoxes } from "./absoluteBoxes.ts"

/** What is smaller than this cannot be read. */
export const readableZoom = 0.62

/** Brings what is selected from elsewhere (the text, the outline, the palette, a new step) to where it is seen. */
export function useComingIntoView(frame: RefObject<HTMLElement | null>, current: string | undefined) {
  const flow = useReactFlow()
  const { scene } = useShownFacts()
  useEffect(() => {
    const box = current === undefined ? undefined : absoluteBoxes(scene).get(current)
    if (box && frame.current) void comeIntoView(flow, frame.current, box)
  }, [current, scene, flow, frame])
}

/** Moves the canvas until the box is seen, if it is not; done once it stands there. */
export async function comeIntoView(
  flow: Pick<ReactFlowInstance, "getViewport" | "setCenter">,
  frame: HTMLElement,
  box: AbsoluteBox,
): Promise<void> {
  const { width, height } = frame.getBoundingClientRect()
  const view = flow.getViewport()
  const free = width - coveredOf(frame)
  if (isSeen(box, view, { width: free, height })) return
  const near = Math.max(view.zoom, readableZoom)
  const middle = { x: box.x + box.node.width / 2, y: box.y + sizes.card.height / 2 }
  await flow.setCenter(middle.x + (width - free) / 2 / near, middle.y, { zoom: near, duration: 180 })
}

/** Whether the head of the box is seen whole on a canvas of that size. */
export function isSeen(
  { x, y, node }: AbsoluteBox,
  view: Viewport,
  { width, height }: { readonly width: number; readonly height: number },
): boolean {
  const [left, top] = [x * view.zoom + view.x, y * view.zoom + view.y]
  const [right, bottom] = [left + node.width * view.zoom, top + sizes.card.height * view.zoom]
  return left >= 0 && top >= 0 && right <= width && bottom <= height
}

/** How much of the canvas the inspector lies upon, where there is no room beside it; over all of it, nothing can help. */
function coveredOf(frame: HTMLElement): number {
  const { left, right } = frame.getBoundingClientRect()
  const sheet = document.querySelector("[data-inspector]")?.getBoundingClientRect()
  const isOver = sheet !== undefined && sheet.left > left && sheet.left < right
  return isOver ? right - sheet.left : 0
}
