import { createContext, useContext } from "react"
import { must } from "../../lib/assert.ts"
import type { Point } from "../layout.ts"
import type { SceneWire } from "../scene.ts"
import type { Size } from "./gestures/held.ts"

/** What parts of the canvas ask of the whole. */
export interface CanvasActions {
  /** Opens the list of kinds at a point of the screen; the chosen one is put into the wire. */
  insertInto(wire: SceneWire, screen: Point): void
  /** Begins to change the name of a step in place; null ends it. */
  rename(id: string | null): void
  /** Hides or shows what is inside a container; null where all is only looked at. */
  readonly fold: ((id: string, isCollapsed: boolean) => void) | null
  /** Gives a container a size of its own, which it keeps unless what is inside needs more. */
  resize(id: string, size: Size): void
}

/** Gives the canvas to its parts. */
export const CanvasActionsContext = createContext<CanvasActions | null>(null)

/** The canvas around this part. */
export function useCanvasActions(): CanvasActions {
  return must(useContext(CanvasActionsContext), "a canvas around this part")
}
