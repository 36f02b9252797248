import { createContext, useContext, useEffect, useState } from "react"
import type { Docs } from "../model/catalogue.ts"

/** Gives the way to load what is to be read about kinds, which is large and seldom needed. */
export const KindDocsContext = createContext<() => Promise<Docs | null>>(async () => null)

/** What is to be read about kinds, once somebody wants it; null until it is loaded. */
export function useKindDocs(isWanted: boolean): Docs | null {
  const load = useContext(KindDocsContext)
  const [docs, setDocs] = useState<Docs | null>(null)
  useEffect(() => {
    if (isWanted && docs === null) void load().then(setDocs)
  }, [load, isWanted, docs])
  return docs
}
