import { type RefObject, useEffect, useRef } from "react"
import { oncePainted } from "../../ui/oncePainted.ts"
import type { Scene } from "../scene.ts"

/** Takes the focus to a box of a canvas, which may first have to come into view and be drawn. */
export function focusBox(canvas: HTMLElement | null, id: string): void {
  focusOn(() => canvas?.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`))
}

/** Takes the focus to the box of the page's canvas that keys come to: one that was just added is drawn a little later. */
export function focusCanvas(): void {
  focusOn(() => document.querySelector(".react-flow__node[tabindex='0']"))
}

function focusOn(find: () => Element | null | undefined, tries = 40, from = document.activeElement): void {
  const box = find()
  if (box instanceof HTMLElement) box.focus({ preventScroll: true })
  if (box === document.activeElement || tries === 0) return
  requestAnimationFrame(() => {
    // Until then the focus is where it was, such as in the field that was left by a key.
    if (isFree() || document.activeElement === from) focusOn(find, tries - 1, from)
  })
}

/** Whether the focus is nowhere, or on a box: a field that somebody types into meanwhile keeps it. */
export function isFree(): boolean {
  const { activeElement } = document
  return activeElement === document.body || (activeElement?.classList.contains("react-flow__node") ?? false)
}

/**
 * Keeps the focus on the canvas when the box that had it is gone, or is one that keys do not come to any more, and
 * brings it there by a press: it goes to the box that keys do come to. Without this a key press after a deletion would
 * be felt by nobody.
 */
export function useKeptFocus(
  canvas: RefObject<HTMLElement | null>,
  reachable: string | undefined,
  scene: Scene,
) {
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another scene the boxes are other elements.
  useEffect(() => {
    if (reachable === undefined) return
    const look = () => {
      if (wasHere.current && isFree()) focusBox(canvas.current, reachable)
    }
    look()
    // What moved between scopes is another element by then.
    return oncePainted(look)
  }, [canvas, reachable, scene])
}
