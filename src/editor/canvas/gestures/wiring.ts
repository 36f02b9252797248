import type { Connection, FinalConnectionState, ReactFlowInstance, useStoreApi } from "@xyflow/react"
import type { StoreApi } from "zustand/vanilla"
import type { Desk } from "../../desk.ts"
import type { Editor } from "../../editor.ts"
import type { Point } from "../../layout.ts"
import { triggerOfNode } from "../../scene.ts"
import { canConnect, wireUp } from "../canvasEdits.ts"
import type { CanvasNode } from "../canvasNodes.ts"
import type { WireEdge } from "../WireLine.tsx"
import { pointOf } from "./dragging.ts"

/**
 * The gestures that lead wires: to a step, anywhere on it, or into the open, where a new step is then chosen. A drag
 * does it, and so do two taps: on the outlet, and on where the wire is to go.
 */
export function createWiring({
  editor,
  desk,
  flow,
  flowStore,
}: {
  readonly editor: Editor
  readonly desk: StoreApi<Desk>
  readonly flow: ReactFlowInstance<CanvasNode, WireEdge>
  readonly flowStore: ReturnType<typeof useStoreApi<CanvasNode, WireEdge>>
}) {
  const isValidConnection = (connection: Connection | WireEdge) =>
    canConnect(editor.store.getState().file.workflow, connection)

  function onConnect(connection: Connection) {
    editor.edit(workflow => wireUp(workflow, editor.catalogue, null, connection))
  }

  function leadTo(target: string, { nodeId, id }: Outlet) {
    const connection = { source: nodeId, sourceHandle: id ?? "success", target, targetHandle: null }
    if (target !== nodeId && isValidConnection(connection)) onConnect(connection)
  }

  function leadOpen(screen: Point, { nodeId: from, id }: Outlet) {
    if (triggerOfNode(from) !== null) return
    const at = flow.screenToFlowPosition(screen)
    desk.setState({ adding: { screen, target: { to: "outlet", from, outlet: id ?? "success", at } } })
  }

  function onConnectEnd(
    event: MouseEvent | TouchEvent,
    { isValid, fromHandle, toNode }: FinalConnectionState,
  ) {
    const screen = pointOf(event)
    if (isValid || !screen || fromHandle?.type !== "source") return
    if (toNode && toNode.id !== fromHandle.nodeId) leadTo(toNode.id, fromHandle)
    else leadOpen(screen, fromHandle)
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

  return { isValidConnection, onConnect, onConnectEnd, onClickConnectEnd, onNodeClick, onReconnect }
}

/** Where a wire begins, as React Flow tells it. */
interface Outlet {
  readonly nodeId: string
  readonly id?: string | null
}
