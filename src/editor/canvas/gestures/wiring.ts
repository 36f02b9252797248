import type {
  Connection,
  FinalConnectionState,
  HandleType,
  ReactFlowInstance,
  useStoreApi,
} from "@xyflow/react"
import type { StoreApi } from "zustand/vanilla"
import { disconnect } from "../../../model/edits/wires.ts"
import type { Desk } from "../../desk.ts"
import type { Editor } from "../../editor.ts"
import { shownFacts } from "../../facts.ts"
import type { Habits } from "../../habits.ts"
import type { Point } from "../../layout.ts"
import { triggerOfNode } from "../../scene.ts"
import { canConnect, wireUp } from "../canvasEdits.ts"
import type { CanvasNode } from "../canvasNodes.ts"
import { boxAt } from "../dropping.ts"
import type { WireEdge } from "../WireLine.tsx"
import { aimAt } from "./aiming.ts"
import { pointOf } from "./dragging.ts"
import { catching } from "./leading.ts"

/**
 * The gestures that lead wires: to a step, anywhere on it, or into the open, where a new step is then chosen. A drag
 * does it, and so do two taps: on the outlet, and on where the wire is to go.
 */
export function createWiring({
  editor,
  desk,
  flow,
  flowStore,
  habits,
}: {
  readonly editor: Editor
  readonly desk: StoreApi<Desk>
  readonly flow: ReactFlowInstance<CanvasNode, WireEdge>
  readonly flowStore: ReturnType<typeof useStoreApi<CanvasNode, WireEdge>>
  readonly habits: StoreApi<Habits>
}) {
  /** Whether the hand holds the end of a wire that is there. */
  let isReleading = false
  const isValidConnection = (connection: Connection | WireEdge) =>
    canConnect(editor.store.getState().file.workflow, connection)

  function onConnect(connection: Connection) {
    editor.edit(workflow => wireUp(workflow, editor.catalogue, null, connection))
  }

  function leadTo(target: string, { nodeId, id }: Outlet, inlet: string | null = null) {
    const connection = { source: nodeId, sourceHandle: id ?? "success", target, targetHandle: inlet }
    if (target !== nodeId && isValidConnection(connection)) onConnect(connection)
  }

  function leadOpen(screen: Point, { nodeId: from, id }: Outlet) {
    if (triggerOfNode(from) !== null) return
    const at = flow.screenToFlowPosition(screen)
    desk.setState({ adding: { screen, target: { to: "outlet", from, outlet: id ?? "success", at } } })
  }

  function onConnectEnd(event: MouseEvent | TouchEvent, { isValid, fromHandle }: FinalConnectionState) {
    const screen = pointOf(event)
    if (isReleading || isValid || !screen || fromHandle?.type !== "source") return
    const aim = aimAt(
      shownFacts(editor).scene,
      { fixed: fromHandle.nodeId, seeking: "inlet", reach: catching / flow.getZoom() },
      flow.screenToFlowPosition(screen),
    )
    if (aim) return leadTo(aim.box.node.id, fromHandle, aim.handle.id)
    const { openEnd, openEndWithShift } = habits.getState()
    const asks = (event.shiftKey ? openEndWithShift : openEnd) === "ask"
    if (asks && boxAt(screen) === null) leadOpen(screen, fromHandle)
  }

  /** The outlet that was tapped, from which the next tap leads on. */
  function tapped(): Outlet | null {
    const { connectionClickStartHandle: start } = flowStore.getState()
    return start?.type === "source" ? start : null
  }

  /** A tap after that on an outlet: React Flow itself sees to one on an inlet. */
  function onClickConnectEnd(event: MouseEvent | TouchEvent) {
    const [outlet, screen] = [tapped(), pointOf(event)]
    const isOpen = event.target instanceof Element && event.target.classList.contains("react-flow__pane")
    if (outlet && screen && isOpen) leadOpen(screen, outlet)
  }

  function onNodeClick({ target }: Pick<MouseEvent, "target">, { id }: CanvasNode) {
    const outlet = tapped()
    if (!outlet || !(target instanceof Element) || target.closest(".react-flow__handle")) return
    flowStore.setState({ connectionClickStartHandle: null })
    leadTo(id, outlet)
  }

  function onReconnect(edge: WireEdge, connection: Connection) {
    editor.edit(workflow => wireUp(workflow, editor.catalogue, edge.data?.wire ?? null, connection))
  }

  const onReconnectStart = () => {
    isReleading = true
  }

  /** A wire whose end is let go of on a step leads there; in the open it is cut. */
  function onReconnectEnd(
    event: MouseEvent | TouchEvent,
    edge: WireEdge,
    end: HandleType,
    { isValid }: FinalConnectionState,
  ) {
    isReleading = false
    const [wire, screen] = [edge.data?.wire.wire, pointOf(event)]
    if (isValid || !wire || !screen) return
    const target = boxAt(screen)
    if (target === null) return editor.edit(workflow => disconnect(workflow, wire))
    // What is named is the end that stays; which outlet a wire comes from is for a handle to say.
    if (end !== "source") return
    const { source, sourceHandle = null } = edge
    const connection = { source, sourceHandle, target, targetHandle: null }
    if (isValidConnection(connection)) onReconnect(edge, connection)
  }

  return {
    isValidConnection,
    onConnect,
    onConnectEnd,
    onClickConnectEnd,
    onNodeClick,
    onReconnect,
    onReconnectStart,
    onReconnectEnd,
  }
}

/** Where a wire begins, as React Flow tells it. */
interface Outlet {
  readonly nodeId: string
  readonly id?: string | null
}
