import { useEffect, useState } from "react"
import type { HistoryPage, HistoryQuery } from "../model/journal.ts"
import { useRunAccess } from "./runsContext.ts"

/** News come many at a time: they are read together. */
const pause = 300

/** A page of the history, kept up to date; null until it has been read. The question must be the same object while it asks the same. */
export function useHistory(query: HistoryQuery): HistoryPage | null {
  const { service } = useRunAccess()
  const [page, setPage] = useState<HistoryPage | null>(null)
  useEffect(() => {
    let isHere = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = async (): Promise<void> => {
      const found = await service.history(query)
      if (isHere) setPage(found)
    }
    const end = service.watchHistory(() => {
      timer ??= setTimeout(() => {
        timer = undefined
        void read()
      }, pause)
    })
    void read()
    return () => {
      isHere = false
      clearTimeout(timer)
      end()
    }
  }, [service, query])
  return page
}
