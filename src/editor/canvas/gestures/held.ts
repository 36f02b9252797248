import { createStore, type StoreApi } from "zustand/vanilla"
import type { Point } from "../../layout.ts"
import type { SceneWire } from "../../scene.ts"
import type { Aim } from "./aiming.ts"
import type { Guide } from "./snapping.ts"

/** How wide and how high something is. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** What a hand holds over the canvas. The document hears of it when the hand lets go. */
export interface Held {
  /** Where boxes are while they are dragged, relative to what holds them. */
  readonly places: ReadonlyMap<string, Point> | null
  /** How large something is while a hand is at its edge. */
  readonly sized: ReadonlyMap<string, Size> | null
  /** The container that what is held would land in. */
  readonly target: string | null
  /** The wire that what is held would be put into. */
  readonly splice: string | null
  /** The way that a knife goes, and the wires that it cuts. */
  readonly slicing: { readonly way: readonly Point[]; readonly wires: ReadonlySet<string> } | null
  /** The wires that are led elsewhere by one of their ends, which was at the box. */
  readonly leading: {
    readonly wires: readonly SceneWire[]
    readonly end: "from" | "to"
    readonly box: string
    /** Where the hand is, and where it took them up. */
    readonly at: Point
    readonly from: Point
    readonly aim: Aim | null
  } | null
  /** The lines along which what is held stands level with others. */
  readonly guides: readonly Guide[]
}

/** An empty hand. */
export const nothingHeld: Held = {
  places: null,
  sized: null,
  target: null,
  splice: null,
  slicing: null,
  leading: null,
  guides: [],
}

/** What is held over one canvas. */
export function createHeld(): StoreApi<Held> {
  return createStore<Held>(() => nothingHeld)
}
