import { useEffect } from "react"
import { later } from "../../../ui/later.tsx"
import { useDesk, useDeskState } from "../../useBuilder.ts"

// Reading expressions takes a parser, which nobody waits for before this is asked.
const ReadArcs = later(() => import("./ReadArcs.tsx"))

/** Shift is held so long before it is taken for a question, and not for the beginning of a shortcut or a choice. */
const asking = 280

/** Which steps the selected ones read by name, and which read them: while Shift is held, or while a command shows it. */
export default function ReadLines() {
  const desk = useDesk()
  const isShown = useDeskState(state => state.showsReads)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isHeld = false
    const end = () => {
      clearTimeout(timer)
      timer = undefined
      if (isHeld) desk.setState({ showsReads: false })
      isHeld = false
    }
    const onKeyDown = (event: KeyboardEvent) => {
      const isAlone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey
      if (!isAlone || isTyped(event.target)) return end()
      if (event.repeat || desk.getState().showsReads) return
      timer = setTimeout(() => {
        isHeld = true
        desk.setState({ showsReads: true })
      }, asking)
    }
    const heard = { keydown: onKeyDown, keyup: end, pointerdown: end, blur: end } as const
    for (const [name, hear] of Object.entries(heard))
      window.addEventListener(name, hear as EventListener, { capture: true })
    return () => {
      for (const [name, hear] of Object.entries(heard))
        window.removeEventListener(name, hear as EventListener, { capture: true })
      end()
    }
  }, [desk])
  return isShown && <ReadArcs />
}

function isTyped(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("input, textarea, [contenteditable], [role=dialog]") !== null
  )
}
