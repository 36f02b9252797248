import type { Viewport } from "@xyflow/react"

/** Drawings that are moved and zoomed as one. */
export interface Together {
  /** Hears how the others are moved; gives the way to leave. */
  join(name: string, hear: (view: Viewport) => void): () => void
  /** One was moved to this, by somebody. */
  moved(name: string, view: Viewport): void
}

/** Makes the bond between drawings. */
export function createTogether(): Together {
  const hearers = new Map<string, (view: Viewport) => void>()
  return {
    join(name, hear) {
      hearers.set(name, hear)
      return () => void hearers.delete(name)
    },
    moved(name, view) {
      for (const [other, hear] of hearers) if (other !== name) hear(view)
    },
  }
}
