import { type RefObject, useEffect, useRef } from "react"

/** Takes the focus to a box of a canvas, which may first have to come into view and be drawn. */
export function focusBox(canvas: HTMLElement | null, id: string, tries = 40) {
  const box = canvas?.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  if (box instanceof HTMLElement) box.focus({ preventScroll: true })
  if (box !== document.activeElement && tries > 0)
    requestAnimationFrame(() => focusBox(canvas, id, tries - 1))
}

/**
 * Keeps the focus on the canvas when the box that had it is gone, or is one that keys do not come to any more, and
 * brings it there by a press: it goes to the box that keys do come to. Without this a key press after a deletion would
 * be felt by nobody.
 */
export function useKeptFocus(canvas: RefObject<HTMLElement | null>, reachable: string | undefined) {
  const wasHere = useRef(false)
  useEffect(() => {
    const seen = ({ target }: Event) => {
      const drawing = target instanceof Element ? target.closest(".react-flow") : null
      wasHere.current = drawing !== null && (canvas.current?.contains(drawing) ?? false)
    }
    document.addEventListener("focusin", seen)
    document.addEventListener("pointerdown", seen)
    return () => {
      document.removeEventListener("focusin", seen)
      document.removeEventListener("pointerdown", seen)
    }
  }, [canvas])
  useEffect(() => {
    if (reachable === undefined || !wasHere.current) return
    const { activeElement } = document
    const isBox = activeElement?.classList.contains("react-flow__node") ?? false
    if (activeElement === document.body || isBox) focusBox(canvas.current, reachable)
  }, [canvas, reachable])
}
