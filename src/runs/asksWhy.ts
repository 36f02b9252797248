import { createContext, useContext } from "react"
import type { Path } from "../lib/json.ts"

/** A field of an output that somebody wants explained. */
export interface WhyField {
  readonly run: string
  readonly place: { readonly in: string; readonly step: string; readonly visit: number } | "output"
  readonly outlet?: string
  readonly path: Path
}

/** Explains where a field came from; null where nobody does, and then no field offers it. */
export const AsksWhyContext = createContext<((field: WhyField) => void) | null>(null)

/** What explains fields. */
export function useAsksWhy(): ((field: WhyField) => void) | null {
  return useContext(AsksWhyContext)
}
