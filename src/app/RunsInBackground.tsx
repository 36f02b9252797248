import { useEffect, useRef } from "react"
import { useLocation } from "wouter"
import { quoted } from "../language/formats.ts"
import { t } from "../language/t.ts"
import type { RunStatus, RunSummary } from "../model/journal.ts"
import { useHistory } from "../runs/useHistory.ts"
import { useToasts } from "../ui/Toast.tsx"
import { isAway } from "./outside.ts"
import { useServices } from "./services.ts"
import { useWaitingRuns } from "./useWaitingRuns.ts"

const latest = { most: 50 }
/** News of a workflow that was on the screen so shortly before is none, in milliseconds. */
const justNow = 4_000

const words: { readonly [Status in RunStatus]?: string } = {
  completed: t`completed`,
  failed: t`failed`,
  in_doubt: t`needs your decision`,
  parked: t`was set aside`,
}

const waits = t`waits for you`

/** What there is to tell of a run; nothing where it goes on, or waits for a time. */
function wordFor({ status, asks = 0 }: RunSummary): string {
  return words[status] ?? (asks > 0 ? waits : "")
}

/** Tells of runs that nobody looks at: by a toast, in the tab's title, and, where that was allowed, outside the page. */
export default function RunsInBackground() {
  const page = useHistory(latest)
  const [where, go] = useLocation()
  const toasts = useToasts()
  const { outside } = useServices()
  /** When each workflow was on the screen last: what just happened there was seen. */
  const shown = useRef(new Map<string, number>())
  const known = useRef<ReadonlyMap<string, string> | null>(null)
  const open = useWaitingRuns()

  useEffect(() => {
    document.title = open === 0 ? "Rivulet" : `(${open}) Rivulet`
  }, [open])

  useEffect(() => {
    const workflow = /^\/w\/([^/]+)/.exec(where)?.[1]
    if (workflow === undefined) return
    const note = () => document.hidden || shown.current.set(workflow, performance.now())
    note()
    const timer = setInterval(note, justNow / 4)
    return () => {
      note()
      clearInterval(timer)
    }
  }, [where])

  useEffect(() => {
    if (page === null) return
    const before = known.current
    known.current = new Map(page.runs.map(summary => [summary.run, wordFor(summary)]))
    // What had happened before the page was opened is no news.
    if (before === null) return
    for (const summary of page.runs) {
      const word = wordFor(summary)
      if (word !== waits && before.get(summary.run) === waits)
        void outside().then(home => home.withdraw(summary.run))
      if (word === "" || before.get(summary.run) === word) continue
      // What was begun in the chat asks there, before the eyes of whoever is at it.
      if (word === waits && summary.trigger === "chat" && where.startsWith("/chat") && !isAway()) continue
      // What is asked stands in the inbox, where it is answered.
      if ((word === waits || word === words.in_doubt) && where === "/inbox" && !isAway()) continue
      if (performance.now() - (shown.current.get(summary.workflow) ?? Number.NEGATIVE_INFINITY) < justNow)
        continue
      const say = `${quoted(summary.name)} ${word}`
      const address = `/w/${summary.workflow}/runs/${summary.run}`
      toasts.show({ say, action: { label: t`Show`, run: () => go(address) } })
      if (!isAway()) continue
      const news = { title: "Rivulet", body: say, tag: `run:${summary.run}`, address, run: summary.run }
      void outside().then(home => ((summary.asks ?? 0) > 0 ? home.asks(summary, news) : home.tell(news)))
    }
  }, [page, where, go, toasts, outside])
  return null
}
