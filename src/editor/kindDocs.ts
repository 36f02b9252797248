import { createContext, useContext, useEffect, useState } from "react"
import type { Docs } from "../model/catalogue.ts"

/** Gives the way to load what is to be read about kinds, which is large and seldom needed. */
export const KindDocsContext = createContext<() => Promise<Docs | null>>(async () => null)

/** What is to be read about kinds, once somebody wants it; null until it is loaded. */
export function useKindDocs(isWanted: boolean): Docs | null {
  const load = useContext(KindDocsContext)
  const [loaded, setLoaded] = useState<{ readonly by: typeof load; readonly docs: Docs | null } | null>(null)
  useEffect(() => {
    // With a plugin that comes or goes there is another way to load them.
    if (isWanted && loaded?.by !== load) void load().then(docs => setLoaded({ by: load, docs }))
  }, [load, isWanted, loaded])
  return loaded?.docs ?? null
}
