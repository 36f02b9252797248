import type { Connection, FinalConnectionState, ReactFlowInstance } from "@xyflow/react"
import type { StoreApi } from "zustand/vanilla"
import type { Desk } from "../../desk.ts"
import type { Editor } from "../../editor.ts"
import { triggerOfNode } from "../../scene.ts"
import { canConnect, wireUp } from "../canvasEdits.ts"
import type { CanvasNode } from "../canvasNodes.ts"
import type { WireEdge } from "../WireLine.tsx"
import { pointOf } from "./dragging.ts"

/** The gestures that draw wires: to a step, anywhere on it, or into the open, where a new step is then chosen. */
export function createWiring({
  editor,
  desk,
  flow,
}: {
  readonly editor: Editor
  readonly desk: StoreApi<Desk>
  readonly flow: ReactFlowInstance<CanvasNode, WireEdge>
}) {
  const isValidConnection = (connection: Connection | WireEdge) =>
    canConnect(editor.store.getState().file.workflow, connection)

  function onConnect(connection: Connection) {
    editor.edit(workflow => wireUp(workflow, editor.catalogue, null, connection))
  }

  function onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
    const screen = pointOf(event)
    if (state.isValid || !screen || state.fromHandle?.type !== "source" || !state.fromNode) return
    const { id: from } = state.fromNode
    const outlet = state.fromHandle.id ?? "success"
    if (state.toNode && state.toNode.id !== from) {
      const connection = { source: from, sourceHandle: outlet, target: state.toNode.id, targetHandle: null }
      if (isValidConnection(connection)) onConnect(connection)
      return
    }
    if (triggerOfNode(from) !== null) return
    const at = flow.screenToFlowPosition(screen)
    desk.setState({ adding: { screen, target: { to: "outlet", from, outlet, at } } })
  }

  function onReconnect(edge: WireEdge, connection: Connection) {
    editor.edit(workflow => wireUp(workflow, editor.catalogue, edge.data?.wire ?? null, connection))
  }

  return { isValidConnection, onConnect, onConnectEnd, onReconnect }
}
