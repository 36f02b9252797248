import type { MouseEvent as ReactMouseEvent } from "react"
import type { StoreApi } from "zustand/vanilla"
import { disconnectAll } from "../../../model/edits/wires.ts"
import type { Editor } from "../../editor.ts"
import { shownFacts } from "../../facts.ts"
import type { Point } from "../../layout.ts"
import { wireAt } from "../dropping.ts"
import { followHand } from "./followHand.ts"
import { type Held, nothingHeld } from "./held.ts"

/** Between two moves of the hand, wires are looked for at points this far apart, in pixels of the screen. */
const stride = 5

/** The gesture that cuts wires: a drag with Alt over the open canvas is a knife. */
export function createSlicing({ editor, held }: { readonly editor: Editor; readonly held: StoreApi<Held> }) {
  function onMove({ clientX: x, clientY: y }: PointerEvent) {
    const { slicing } = held.getState()
    const last = slicing?.way.at(-1)
    if (!slicing || !last) return
    const wires = new Set(slicing.wires)
    for (const point of between(last, { x, y })) {
      const id = wireAt(point)
      if (id !== null) wires.add(id)
    }
    held.setState({ slicing: { way: [...slicing.way, { x, y }], wires } })
  }

  function onLetGo() {
    const { slicing } = held.getState()
    const { wires } = shownFacts(editor).scene
    const cut = wires.filter(({ id, wire }) => wire !== null && slicing?.wires.has(id))
    if (cut.length > 0) editor.edit(workflow => disconnectAll(workflow, cut))
  }

  return {
    /** Before the canvas takes the drag for one that moves it. */
    onMouseDownCapture(event: ReactMouseEvent) {
      const { target, button, altKey, clientX: x, clientY: y } = event
      const isOpen = target instanceof Element && target.classList.contains("react-flow__pane")
      if (!altKey || button !== 0 || !isOpen) return
      event.stopPropagation()
      event.preventDefault()
      held.setState({ slicing: { way: [{ x, y }], wires: new Set() } })
      followHand({ onMove, onLetGo, onEnd: () => held.setState(nothingHeld) })
    },
  }
}

function* between(from: Point, to: Point): Iterable<Point> {
  const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / stride)
  for (let step = 1; step <= steps; step++)
    yield { x: from.x + ((to.x - from.x) * step) / steps, y: from.y + ((to.y - from.y) * step) / steps }
}
