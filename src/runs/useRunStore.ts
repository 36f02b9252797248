import { useEffect, useState } from "react"
import { createRunStore, type RunStore } from "./runStore.ts"
import { useRuns } from "./runsContext.ts"

/** The run, watched for as long as it is shown; null at first. */
export function useRunStore(run: string): RunStore | null {
  const { service, kinds } = useRuns()
  const [store, setStore] = useState<RunStore | null>(null)
  useEffect(() => {
    const watched = createRunStore(service, kinds, run)
    setStore(watched)
    return () => watched.close()
  }, [service, kinds, run])
  return store
}
