import type { LucideIcon } from "lucide-react"
import { createStore, type StoreApi } from "zustand/vanilla"

/** Icons by the names that the catalogue gives them. */
export interface Icons {
  readonly [name: string]: LucideIcon
}

/** The icons so far, and the way to all others. */
export interface IconShelf {
  readonly store: StoreApi<Icons>
  /** Brings all icons, once: somebody has asked for one that is not here. */
  bringAll(): void
}

/** Begins with a few icons; the many of the step kinds come when the first of them is to be drawn. */
export function createIconShelf(first: Icons, load: () => Promise<{ readonly icons: Icons }>): IconShelf {
  const store = createStore<Icons>(() => first)
  let isAsked = false
  return {
    store,
    bringAll() {
      if (isAsked) return
      isAsked = true
      void load().then(({ icons }) => store.setState(icons))
    },
  }
}
