import { CirclePause, CirclePlay, CircleStop, History, Play, RotateCcw, X } from "lucide-react"
import { useEffect, useState } from "react"
import { useStore } from "zustand"
import { Badge } from "../ui/Badge.tsx"
import { Button, IconButton } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { Tabs } from "../ui/Tabs.tsx"
import { RunDoubt } from "./RunDoubt.tsx"
import { RunList } from "./RunList.tsx"
import { RunQuestion } from "./RunQuestion.tsx"
import { RunSteps } from "./RunSteps.tsx"
import { useRunDesk, useWatchedRun } from "./runDesk.ts"
import type { RunStore } from "./runStore.ts"
import { useRuns } from "./runsContext.ts"
import type { RunView } from "./runView.ts"
import { isOver, runStatuses, sayTime } from "./statusLooks.ts"

/** The run that is looked at, and the runs before it. */
export function RunPanel() {
  const desk = useRunDesk()
  const watched = useWatchedRun()
  return (
    <section aria-label="Run" className="flex h-full min-h-0 w-full flex-col border-l border-line bg-panel">
      <header className="flex items-center gap-2 border-b border-line px-4 py-2">
        <h2 className="flex-1 text-sm font-semibold">Run</h2>
        <IconButton icon={X} label="Close the run panel" onPress={() => desk.show(false)} />
      </header>
      <Tabs
        label="Run"
        sheets={[
          {
            id: "run",
            title: "Now",
            content: watched === null ? <NoRun /> : <WatchedRun key={watched.run} run={watched} />,
          },
          { id: "history", title: "History", content: <RunList /> },
        ]}
      />
    </section>
  )
}

function NoRun() {
  return (
    <EmptyState icon={Play} title="Nothing has run yet">
      Run the workflow, or choose one of its runs from the history.
    </EmptyState>
  )
}

function WatchedRun({ run }: { readonly run: RunStore }) {
  const { view, log, texts, problem } = useStore(run.store)
  if (view === null) {
    return <p className="p-4 text-sm text-muted">{problem?.message ?? "Reading the run"}</p>
  }
  return (
    <div className="flex flex-col gap-4 p-4">
      <RunHead run={run} view={view} />
      {problem !== undefined && (
        <p role="alert" className="rounded-lg bg-bad-wash p-3 text-sm text-bad-text">
          {problem.message}
        </p>
      )}
      {view.status === "parked" && (
        <p className="rounded-lg bg-warn-wash p-3 text-sm text-warn-text">
          This run was interrupted three times without getting any further, so it was set aside. Resume it to
          try again, or cancel it.
        </p>
      )}
      {view.questions.map(question => (
        <RunQuestion key={question.key} run={run} question={question} />
      ))}
      {view.doubts.map(doubt => (
        <RunDoubt key={doubt.key} run={run} doubt={doubt} />
      ))}
      {view.problem !== undefined && (
        <p className="rounded-lg bg-bad-wash p-3 text-sm text-bad-text">{view.problem.message}</p>
      )}
      {isOver(view.status) && view.output !== undefined && view.output !== null && (
        <Value title="Output" value={view.output} />
      )}
      <RunSteps rows={view.rows} left={view.left} texts={texts} />
      {log.length > 0 && (
        <section aria-label="Log">
          <h3 className="mb-1 text-xs font-semibold text-muted">Log</h3>
          <ol className="max-h-64 overflow-auto rounded-lg bg-wash p-2 font-mono text-xs">
            {log.map(({ key, step, level, message }) => (
              <li key={key}>
                <span className="text-muted">{step}</span> {level !== "info" && `${level}: `}
                {message}
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  )
}

function RunHead({ run, view }: { readonly run: RunStore; readonly view: RunView }) {
  const desk = useRunDesk()
  const { say, look } = runStatuses[view.status]
  const over = isOver(view.status)
  const isHeld = view.status === "paused" || view.status === "parked"

  async function retry() {
    const told = await run.tell({ type: "retry" })
    if (told.ok) desk.look(told.value.run)
  }

  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status">
        <Badge look={look}>{say}</Badge>
      </span>
      <Elapsed view={view} />
      <span className="flex-1" />
      {!over && !isHeld && (
        <Button icon={CirclePause} onPress={() => void run.tell({ type: "pause" })}>
          Pause
        </Button>
      )}
      {isHeld && (
        <Button look="primary" icon={CirclePlay} onPress={() => void run.tell({ type: "resume" })}>
          Resume
        </Button>
      )}
      {!over && (
        <Button icon={CircleStop} onPress={() => void run.tell({ type: "cancel" })}>
          Cancel the run
        </Button>
      )}
      {over && view.status !== "completed" && (
        <Button icon={RotateCcw} onPress={() => void retry()}>
          Retry from where it stopped
        </Button>
      )}
    </div>
  )
}

/** How long the run has taken; counts while it goes on. */
function Elapsed({ view }: { readonly view: RunView }) {
  const { now } = useRuns()
  const [time, setTime] = useState(now)
  const isGoing = view.endedAt === null
  useEffect(() => {
    if (!isGoing) return
    const timer = setInterval(() => setTime(now()), 500)
    return () => clearInterval(timer)
  }, [isGoing, now])
  return (
    <span className="inline-flex items-center gap-1 text-xs text-muted tabular-nums">
      <History size={13} aria-hidden />
      {sayTime((view.endedAt ?? Math.max(time, view.startedAt)) - view.startedAt)}
    </span>
  )
}

function Value({ title, value }: { readonly title: string; readonly value: RunView["output"] }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-xs font-semibold text-muted">{title}</h3>
      <pre className="max-h-64 overflow-auto rounded-lg bg-wash p-2 font-mono text-xs whitespace-pre-wrap">
        {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
      </pre>
    </section>
  )
}
