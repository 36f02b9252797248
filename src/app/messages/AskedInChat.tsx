import { type ReactNode, useEffect, useRef } from "react"
import { Link } from "wouter"
import { useStore } from "zustand"
import { isMap } from "../../lib/json.ts"
import type { RunSummary } from "../../model/journal.ts"
import { RunQuestion } from "../../runs/RunQuestion.tsx"
import type { RunStore } from "../../runs/runStore.ts"
import { useHistory } from "../../runs/useHistory.ts"
import { useRunStore } from "../../runs/useRunStore.ts"

const askers = { asking: true, trigger: "chat", most: 20 } as const

/** What runs that were begun in a conversation ask in their turn, answered there. */
export function AskedInChat({ session }: { readonly session: string }) {
  const runs = useHistory(askers)?.runs ?? []
  return runs.map(summary => <AskedBy key={summary.run} summary={summary} session={session} />).reverse()
}

interface AskedByProps {
  readonly summary: RunSummary
  readonly session: string
}

function AskedBy({ summary, session }: AskedByProps) {
  const store = useRunStore(summary.run)
  return store === null ? null : <Questions run={store} summary={summary} session={session} />
}

function Questions({ run, summary, session }: AskedByProps & { readonly run: RunStore }) {
  const view = useStore(run.store, state => state.view)
  const about = view?.trigger
  if (view === null || !isMap(about) || about.session !== session) return null
  return view.questions.map(question => (
    <Seen key={question.key}>
      <div className="rounded-xl bg-panel">
        <RunQuestion run={run} question={question} />
      </div>
      <p className="px-1 text-xs text-muted">
        <Link
          href={`/w/${summary.workflow}/runs/${summary.run}`}
          className="hover:text-accent hover:underline"
        >
          {summary.name}
        </Link>
      </p>
    </Seen>
  ))
}

/** What comes last is what is talked about. */
function Seen({ children }: { readonly children: ReactNode }) {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    item.current?.scrollIntoView({ block: "end" })
  }, [])
  return (
    <li ref={item} className="flex max-w-[85%] scroll-mb-6 flex-col gap-1">
      {children}
    </li>
  )
}
