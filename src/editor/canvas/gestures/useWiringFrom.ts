import { useStore } from "@xyflow/react"

/** The box from whose outlet a wire is being led: by a hand that drags it, or by a tap that another is to follow. */
export function useWiringFrom(): string | null {
  return useStore(({ connection, connectionClickStartHandle: tapped }) => {
    if (connection.inProgress) return connection.fromHandle.type === "source" ? connection.fromNode.id : null
    return tapped?.type === "source" ? tapped.nodeId : null
  })
}
