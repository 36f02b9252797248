import { useEffect, useState } from "react"
import type { RunSummary } from "../model/journal.ts"
import { useRunAccess } from "../runs/runsContext.ts"

const most = 600
const pause = 250

/** The latest runs of all workflows, the newest first, as they change; none until they have been read. */
export function useRecentRuns(): readonly RunSummary[] {
  const { service } = useRunAccess()
  const [runs, setRuns] = useState<readonly RunSummary[]>([])
  useEffect(() => {
    let isHere = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = () => void service.history({ most }).then(page => isHere && setRuns(page.runs))
    // Many runs may change at once: they are read again a moment later, and once.
    const stop = service.watchHistory(() => {
      clearTimeout(timer)
      timer = setTimeout(read, pause)
    })
    read()
    return () => {
      isHere = false
      clearTimeout(timer)
      stop()
    }
  }, [service])
  return runs
}
