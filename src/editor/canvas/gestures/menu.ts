import type { StoreApi } from "zustand/vanilla"
import type { Desk } from "../../desk.ts"
import type { Editor } from "../../editor.ts"
import { shownFacts } from "../../facts.ts"
import type { Point } from "../../layout.ts"
import { wireAt } from "../dropping.ts"

/** How long a finger rests before it asks what can be done, and how far it may tremble. */
const press = { time: 500, slack: 10 }

/** The gestures that ask what can be done: the other button of the mouse, the menu key, and a long press. */
export function createMenuGestures({
  editor,
  desk,
}: {
  readonly editor: Editor
  readonly desk: StoreApi<Desk>
}) {
  let resting: { readonly timer: ReturnType<typeof setTimeout>; readonly from: Point } | null = null

  function open(target: Element, screen: Point) {
    const { scene } = shownFacts(editor)
    const box = target.closest<HTMLElement>(".react-flow__node")?.dataset.id
    const wireId = box === undefined ? wireAt(screen) : null
    const wire = scene.wires.find(({ id, wire: own }) => id === wireId && own !== null)
    const chosen = box ?? wire?.id
    if (chosen === undefined) editor.select([])
    else if (!editor.store.getState().selection.has(chosen)) editor.select([chosen])
    desk.setState({ menu: { screen, on: box === undefined ? (wire ?? "ground") : "box" } })
  }

  function letGo() {
    if (resting) clearTimeout(resting.timer)
    resting = null
  }

  return {
    onContextMenu(event: MouseLike) {
      const { target } = event
      if (!(target instanceof Element) || isField(target)) return
      event.preventDefault()
      letGo()
      if (desk.getState().menu !== null) return
      // The menu key is pressed at no point: what has the focus is meant.
      const box = target.closest(".react-flow__node")?.getBoundingClientRect()
      const isKey = event.button !== 2 && event.detail === 0 && box !== undefined
      open(target, isKey ? { x: box.left + 24, y: box.bottom } : { x: event.clientX, y: event.clientY })
    },
    onPointerDown(event: PointerLike) {
      letGo()
      const { target, pointerType, isPrimary } = event
      if (pointerType === "mouse" || !isPrimary || !(target instanceof Element) || isField(target)) return
      if (!target.closest(".react-flow__node, .react-flow__pane, .react-flow__edge")) return
      if (target.closest(".react-flow__handle")) return
      const from = { x: event.clientX, y: event.clientY }
      resting = { from, timer: setTimeout(() => open(target, from), press.time) }
    },
    onPointerMove({ clientX, clientY }: PointerLike) {
      if (resting && Math.hypot(clientX - resting.from.x, clientY - resting.from.y) > press.slack) letGo()
    },
    letGo,
  }
}

type MouseLike = Pick<MouseEvent, "target" | "button" | "detail" | "clientX" | "clientY" | "preventDefault">
type PointerLike = Pick<PointerEvent, "target" | "pointerType" | "isPrimary" | "clientX" | "clientY">

/** Whether it has a menu of its own. */
function isField(target: Element): boolean {
  return target.closest("input, textarea, [contenteditable]") !== null
}
