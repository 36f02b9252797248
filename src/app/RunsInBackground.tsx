import { useEffect, useRef } from "react"
import { useLocation } from "wouter"
import type { RunStatus, RunSummary } from "../model/journal.ts"
import { useHistory } from "../runs/useHistory.ts"
import { useToasts } from "../ui/Toast.tsx"

const latest = { most: 50 }

const words: { readonly [Status in RunStatus]?: string } = {
  completed: "completed",
  failed: "failed",
  waiting: "waits for something",
  in_doubt: "needs your decision",
  parked: "was set aside",
}

/** Tells of runs that nobody looks at: by a toast, in the tab's title, and, where that was allowed, outside the page. */
export function RunsInBackground() {
  const page = useHistory(latest)
  const [where, go] = useLocation()
  const toasts = useToasts()
  const known = useRef<ReadonlyMap<string, RunStatus> | null>(null)
  const open = page?.runs.filter(({ status }) => status === "waiting" || status === "in_doubt").length ?? 0

  useEffect(() => {
    document.title = open === 0 ? "Rivulet" : `(${open}) Rivulet`
  }, [open])

  useEffect(() => {
    if (page === null) return
    const before = known.current
    known.current = new Map(page.runs.map(({ run, status }) => [run, status]))
    // What had happened before the page was opened is no news.
    if (before === null) return
    for (const summary of page.runs) {
      const word = words[summary.status]
      const was = before.get(summary.run)
      if (word === undefined || was === summary.status || isSeen(summary, where)) continue
      const say = `“${summary.name}” ${word}`
      const address = `/w/${summary.workflow}/runs/${summary.run}`
      toasts.show({ say, action: { label: "Show", run: () => go(address) } })
      tellOutside(say)
    }
  }, [page, where, go, toasts])
  return null
}

/** Its workflow is open, and there its panel shows it. */
function isSeen({ workflow }: RunSummary, where: string): boolean {
  return !document.hidden && (where === `/w/${workflow}` || where.startsWith(`/w/${workflow}/`))
}

function tellOutside(say: string): void {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return
  const notification = new Notification("Rivulet", { body: say })
  notification.onclick = () => window.focus()
}
