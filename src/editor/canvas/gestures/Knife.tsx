import { useStore } from "zustand"
import type { StoreApi } from "zustand/vanilla"
import type { Held } from "./held.ts"

/** The way that a knife has gone over the canvas. */
export function Knife({ held }: { readonly held: StoreApi<Held> }) {
  const way = useStore(held, state => state.slicing?.way)
  if (!way) return null
  return (
    <svg className="knife" aria-hidden>
      <polyline points={way.map(({ x, y }) => `${x},${y}`).join(" ")} />
    </svg>
  )
}
