import { ArrowLeft } from "lucide-react"
import { useEffect, useMemo, useState } from "react"
import { Link } from "wouter"
import { t } from "../../language/t.ts"
import RunPanel from "../../runs/panel/RunPanel.tsx"
import { createRunDesk, RunDeskContext } from "../../runs/runDesk.ts"
import { useRuns } from "../../runs/runsContext.ts"
import { useHistory } from "../../runs/useHistory.ts"
import { later } from "../../ui/later.tsx"

const RunDrawing = later(
  () => import("../RunDrawing.tsx"),
  () => <div className="flex-1" />,
)

interface RunPageProps {
  readonly run: string
  /** What the workflow is called, where somebody shared the run. */
  readonly title?: string
  /** The workflow is not here any more. */
  readonly isGone?: boolean
}

/** A run by itself, with the workflow as it began with it: one whose workflow is gone or changed, or that somebody shared. */
export default function RunPage({ run, title, isGone = false }: RunPageProps) {
  const runs = useRuns()
  const [desk] = useState(() => createRunDesk(runs, ""))
  const query = useMemo(() => ({ run, most: 1 }), [run])
  const name = useHistory(query)?.runs[0]?.name
  useEffect(() => {
    desk.look(run)
    desk.store.setState({ isAlone: true })
    return () => desk.close()
  }, [desk, run])
  return (
    <RunDeskContext value={desk}>
      <div className="flex h-full flex-col">
        <header className="flex items-start gap-2 border-b border-line bg-panel px-4 py-2.5">
          {isGone && (
            // A phone has no menu where a workflow is open, as this one was.
            <Link
              href="/runs"
              aria-label={t`All runs`}
              className="-mt-1 -ml-2 grid size-8 shrink-0 place-items-center rounded-lg text-muted hover:text-ink min-[700px]:hidden"
            >
              <ArrowLeft size={18} aria-hidden />
            </Link>
          )}
          <div className="min-w-0">
            <h1 className="truncate text-base font-semibold">{title ?? name ?? t`A run of the past`}</h1>
            <p className="text-xs text-muted">
              {title !== undefined
                ? t`Somebody shared this run. Go through it with the slider; nothing can be changed.`
                : isGone
                  ? t`Its workflow is not here any more. What the run did can be read all the same.`
                  : t`The workflow as it was when this run began; what was changed since does not show here.`}
            </p>
          </div>
        </header>
        <RunDrawing />
        <RunPanel />
      </div>
    </RunDeskContext>
  )
}
