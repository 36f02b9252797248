import { type RefObject, useEffect } from "react"

/**
 * Keeps the focus within: where what has it is taken away, as a question is that was answered, it goes to what `next`
 * finds. Whoever uses the keyboard would else be thrown back to the start of the page.
 */
export function useKeptFocus(frame: RefObject<HTMLElement | null>, next: () => HTMLElement | null): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever finds what is next asks the frame alone.
  useEffect(() => {
    const around = frame.current
    if (around === null) return
    let focused: Element | null = null
    const changes = new MutationObserver(() => {
      if (focused === null || focused.isConnected) return
      focused = null
      changes.disconnect()
      if (document.activeElement === document.body) next()?.focus({ preventScroll: true })
    })
    const enter = ({ target }: FocusEvent) => {
      focused = target as Element
      changes.observe(around, { childList: true, subtree: true })
    }
    const leave = () => {
      // What is taken away may say so itself, and is gone only afterwards.
      queueMicrotask(() => {
        if (focused?.isConnected !== true || around.contains(document.activeElement)) return
        focused = null
        changes.disconnect()
      })
    }
    around.addEventListener("focusin", enter)
    around.addEventListener("focusout", leave)
    return () => {
      changes.disconnect()
      around.removeEventListener("focusin", enter)
      around.removeEventListener("focusout", leave)
    }
  }, [])
}
