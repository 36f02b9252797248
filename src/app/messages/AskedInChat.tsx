import { type ReactNode, useEffect, useRef } from "react"
import { useStore } from "zustand"
import { isMap } from "../../lib/json.ts"
import { RunQuestion } from "../../runs/RunQuestion.tsx"
import type { RunStore } from "../../runs/runStore.ts"
import { useHistory } from "../../runs/useHistory.ts"
import { useRunStore } from "../../runs/useRunStore.ts"

const askers = { asking: true, trigger: "chat", most: 20 } as const

/** What runs that were begun in a conversation ask in their turn, answered there. */
export function AskedInChat({ session }: { readonly session: string }) {
  const runs = useHistory(askers)?.runs ?? []
  return runs.map(({ run }) => <AskedBy key={run} run={run} session={session} />).reverse()
}

interface AskedByProps {
  readonly run: string
  readonly session: string
}

function AskedBy({ run, session }: AskedByProps) {
  const store = useRunStore(run)
  return store === null ? null : <Questions run={store} session={session} />
}

function Questions({ run, session }: { readonly run: RunStore; readonly session: string }) {
  const view = useStore(run.store, state => state.view)
  const about = view?.trigger
  if (view === null || !isMap(about) || about.session !== session) return null
  return view.questions.map(question => (
    <Seen key={question.key}>
      <RunQuestion run={run} question={question} />
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
    <li ref={item} className="max-w-[85%] rounded-xl bg-panel">
      {children}
    </li>
  )
}
