import { BellRing, Inbox } from "lucide-react"
import { useRef, useState } from "react"
import { Link } from "wouter"
import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import type { RunSummary } from "../../model/journal.ts"
import { GrantQuestion } from "../../runs/grants/GrantQuestion.tsx"
import { RunBudget } from "../../runs/RunBudget.tsx"
import { RunDoubt } from "../../runs/RunDoubt.tsx"
import { RunParked } from "../../runs/RunParked.tsx"
import { RunQuestion } from "../../runs/RunQuestion.tsx"
import type { RunStore } from "../../runs/runStore.ts"
import { useRuns } from "../../runs/runsContext.ts"
import { useHistory } from "../../runs/useHistory.ts"
import { useKeptFocus } from "../../runs/useKeptFocus.ts"
import { useRunStore } from "../../runs/useRunStore.ts"
import { Button } from "../../ui/Button.tsx"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { WentWrong } from "../../ui/WentWrong.tsx"
import { ago } from "../ago.ts"
import { MessageList } from "../messages/MessageList.tsx"
import { useMessages } from "../messages/messageHome.ts"

const asking = { asking: true, most: 50 } as const

/** What runs ask of a person, all in one place, answered where it stands. */
export default function InboxPage() {
  const asked = useHistory(asking)
  const runs = asked?.runs ?? []
  const left = useMessages()?.filter(({ type }) => type !== "chat")
  const inbox = useRef<HTMLDivElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  // Whoever answered the last question of a run is at the run that waits now, or at the title.
  useKeptFocus(inbox, () => inbox.current?.querySelector<HTMLElement>("h2 a") ?? title.current)
  return (
    <div ref={inbox} className="h-full overflow-auto">
      <div className="mx-auto flex max-w-180 flex-col gap-5 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
        <header className="flex flex-wrap items-center gap-2">
          <h1
            ref={title}
            tabIndex={-1}
            className="flex-1 text-2xl outline-none font-semibold tracking-tight"
          >{t`Inbox`}</h1>
          <TellMe />
        </header>
        {asked !== null && runs.length === 0 && left?.length === 0 && (
          <section className="rounded-xl border border-dashed border-line-strong bg-panel">
            <EmptyState
              icon={Inbox}
              title={t`Nothing waits for you`}
            >{t`When a run asks for an approval, wants a form filled in, needs a power or more of its budget, or is in doubt about something, it stands here, and so do notices and drafts of e-mail that runs leave for you.`}</EmptyState>
          </section>
        )}
        {runs.map(summary => (
          <Asking key={summary.run} summary={summary} />
        ))}
        {asked !== null && <MessageList messages={left ?? []} />}
        {(asked?.total ?? 0) > asking.most && (
          <p className="text-sm text-muted">{t`More wait behind these. Answer some, and the next ones show.`}</p>
        )}
      </div>
    </div>
  )
}

function Asking({ summary }: { readonly summary: RunSummary }) {
  const { now } = useRuns()
  const run = useRunStore(summary.run)
  const section = useRef<HTMLElement>(null)
  useKeptFocus(section, () => section.current?.querySelector("a") ?? null)
  return (
    <section
      ref={section}
      aria-label={summary.name}
      className="flex flex-col gap-3 rounded-xl border border-line bg-panel p-4"
    >
      <header className="flex items-baseline gap-3">
        <h2 className="min-w-0 flex-1 text-base font-semibold">
          <Link
            href={`/w/${summary.workflow}/runs/${summary.run}`}
            className="-my-1 line-clamp-2 py-1 break-words hover:text-accent"
          >
            {summary.name}
          </Link>
        </h2>
        <span className="shrink-0 text-xs text-muted">{t`started ${ago(summary.startedAt, now())}`}</span>
      </header>
      {run === null ? <p className="text-sm text-muted">{t`Reading the run`}</p> : <Questions run={run} />}
    </section>
  )
}

function Questions({ run }: { readonly run: RunStore }) {
  const { view, problem } = useStore(run.store)
  if (view === null)
    return <p className="text-sm text-muted">{translated(problem?.message) ?? t`Reading the run`}</p>
  const { questions, doubts, requests, spent, status } = view
  const isParked = status === "parked"
  const isEmpty = questions.length + doubts.length + requests.length === 0 && spent === undefined && !isParked
  return (
    <>
      {problem !== undefined && <WentWrong>{translated(problem.message)}</WentWrong>}
      {doubts.map(doubt => (
        <RunDoubt key={doubt.key} run={run} doubt={doubt} />
      ))}
      {questions.map(question => (
        <RunQuestion key={question.key} run={run} question={question} />
      ))}
      {requests.map(request => (
        <GrantQuestion key={request.pattern} run={run} request={request} />
      ))}
      {spent !== undefined && <RunBudget run={run} spent={spent} />}
      {isParked && <RunParked run={run} />}
      {isEmpty && <p className="text-sm text-muted">{t`It goes on by itself.`}</p>}
    </>
  )
}

/** Asks the browser whether it may tell of runs while the page is not looked at. */
function TellMe() {
  const [permission, setPermission] = useState(() =>
    "Notification" in window ? Notification.permission : "denied",
  )
  if (permission !== "default") return null
  return (
    <Button
      icon={BellRing}
      onPress={() => void Notification.requestPermission().then(setPermission)}
    >{t`Tell me when I am away`}</Button>
  )
}
