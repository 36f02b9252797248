import { createContext, useContext } from "react"

/**
 * Gives wires the element in which what is written on them stands. React Flow's own way to it looks the element up for
 * each wire at each movement of the canvas.
 */
export const LabelLayerContext = createContext<HTMLElement | null>(null)

/** The element in which what is written on wires stands; null before there is one. */
export function useLabelLayer(): HTMLElement | null {
  return useContext(LabelLayerContext)
}
