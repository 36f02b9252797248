import { ViewportPortal } from "@xyflow/react"
import { useStore } from "zustand"
import type { StoreApi } from "zustand/vanilla"
import type { Held } from "./held.ts"

/** The lines along which what is held stands level with others. */
export function Guides({ held }: { readonly held: StoreApi<Held> }) {
  const guides = useStore(held, state => state.guides)
  if (guides.length === 0) return null
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={`${axis}${at}`}
          className="guide"
          style={
            axis === "x"
              ? { left: at, top: from, width: 0, height: to - from }
              : { left: from, top: at, width: to - from, height: 0 }
          }
        />
      ))}
    </ViewportPortal>
  )
}
