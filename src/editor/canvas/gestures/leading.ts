import type { ReactFlowInstance } from "@xyflow/react"
import type { PointerEvent as ReactPointerEvent } from "react"
import type { StoreApi } from "zustand/vanilla"
import { own } from "../../../lib/json.ts"
import { disconnectAll, moveWire } from "../../../model/edits/wires.ts"
import { findStep } from "../../../model/places.ts"
import type { Workflow } from "../../../model/workflow.ts"
import type { Editor } from "../../editor.ts"
import { shownFacts } from "../../facts.ts"
import { firstOutlet } from "../../outlets.ts"
import type { SceneWire } from "../../scene.ts"
import { sceneOf } from "../../scene.ts"
import type { CanvasNode } from "../canvasNodes.ts"
import type { WireEdge } from "../WireLine.tsx"
import { type Aim, aimAt } from "./aiming.ts"
import { followHand } from "./followHand.ts"
import { type Held, nothingHeld } from "./held.ts"

/** How near to an inlet or an outlet the hand catches it, in pixels of the screen. */
export const catching = 44
/** A hand that goes no further than this, in pixels of the screen, has only pressed. */
const slack = 4

/**
 * The gesture that leads wires elsewhere, several at once: a drag with Shift takes up all wires at an outlet or an
 * inlet, or those of them that are selected. On another one they are led there, in the open they are cut.
 */
export function createLeading({
  editor,
  flow,
  held,
}: {
  readonly editor: Editor
  readonly flow: ReactFlowInstance<CanvasNode, WireEdge>
  readonly held: StoreApi<Held>
}) {
  function onMove({ clientX: x, clientY: y }: PointerEvent) {
    const { leading } = held.getState()
    if (!leading) return
    const at = flow.screenToFlowPosition({ x, y })
    held.setState({ leading: { ...leading, at, aim: aimNow(leading, at) } })
  }

  function aimNow(
    { wires, end, box }: NonNullable<Held["leading"]>,
    at: { x: number; y: number },
  ): Aim | null {
    const [first] = wires
    if (!first) return null
    const fixed = end === "to" ? first.from : first.to
    const reach = catching / flow.getZoom()
    const aim = aimAt(
      shownFacts(editor).scene,
      { fixed, seeking: end === "to" ? "inlet" : "outlet", reach },
      at,
    )
    // On the box that they were taken from they stay, but at another of its outlets.
    return aim?.box.node.id === box && end === "to" ? null : aim
  }

  function onLetGo() {
    const { leading } = held.getState()
    if (!leading) return
    const { wires, end, box, aim, from, at: here } = leading
    if (Math.hypot(here.x - from.x, here.y - from.y) * flow.getZoom() < slack) return
    if (aim) {
      const { id } = aim.box.node
      const outlet = aim.handle.id
      editor.edit(workflow => led(workflow, editor, wires, end === "to" ? { to: id } : { from: id, outlet }))
      return
    }
    const at = flow.flowToScreenPosition(here)
    const under = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>(".react-flow__node")
    if (under?.dataset.id === box) return
    editor.edit(workflow => disconnectAll(workflow, wires))
  }

  return {
    /** Before the canvas takes the drag for one that draws a new wire; says whether this is one that leads wires. */
    onShiftDown(event: ReactPointerEvent): boolean {
      const { target, button, shiftKey, clientX: x, clientY: y } = event
      if (!shiftKey || button !== 0 || !(target instanceof Element)) return false
      const handle = target.closest<HTMLElement>(".react-flow__handle")
      const { nodeid: box, handleid: name } = handle?.dataset ?? {}
      if (!handle || box === undefined) return false
      const end = handle.classList.contains("target") ? ("to" as const) : ("from" as const)
      const { selection } = editor.store.getState()
      const here = shownFacts(editor).scene.wires.filter(
        wire =>
          wire.wire !== null &&
          (end === "from"
            ? wire.from === box && wire.outlet === name
            : wire.to === box && wire.inlet === (name ?? "in")),
      )
      const chosen = here.filter(({ id }) => selection.has(id))
      const wires = chosen.length > 0 ? chosen : here
      if (wires.length === 0) return false
      event.stopPropagation()
      event.preventDefault()
      const at = flow.screenToFlowPosition({ x, y })
      held.setState({ leading: { wires, end, box, at, from: at, aim: null } })
      followHand({ onMove, onLetGo, onEnd: () => held.setState(nothingHeld) })
      return true
    },
  }
}

/** The wires led elsewhere, one after the other: what is written where changes with each. */
export function led(
  workflow: Workflow,
  { catalogue }: Pick<Editor, "catalogue">,
  wires: readonly SceneWire[],
  move: { readonly to: string } | { readonly from: string; readonly outlet: string },
): Workflow {
  return wires.reduce((before, { from, outlet, to }) => {
    const now = sceneOf(before, catalogue, { isOpen: true }).wires.find(
      each => each.from === from && each.outlet === outlet && each.to === to && each.wire !== null,
    )
    if (!now?.wire) return before
    if ("to" in move) return moveWire(before, now.wire, { to: move.to })
    const source = findStep(before, move.from)?.step
    const first = firstOutlet(source && own(catalogue.kinds, source.kind))
    return moveWire(before, now.wire, { from: move.from, outlet: move.outlet, first })
  }, workflow)
}
