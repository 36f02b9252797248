import { useEffect, useState } from "react"
import { t } from "../../language/t.ts"
import RunPanel from "../../runs/panel/RunPanel.tsx"
import { createRunDesk, RunDeskContext } from "../../runs/runDesk.ts"
import { useRuns } from "../../runs/runsContext.ts"
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
  useEffect(() => {
    desk.look(run)
    desk.store.setState({ isAlone: true })
    return () => desk.close()
  }, [desk, run])
  return (
    <RunDeskContext value={desk}>
      <div className="flex h-full flex-col">
        <header className="border-b border-line bg-panel px-4 py-2.5">
          <h1 className="text-base font-semibold">{title ?? t`A run of the past`}</h1>
          <p className="text-xs text-muted">
            {title !== undefined
              ? t`Somebody shared this run. Go through it with the slider; nothing can be changed.`
              : isGone
                ? t`Its workflow is not here any more. What the run did can be read all the same.`
                : t`The workflow as it was when this run began; what was changed since does not show here.`}
          </p>
        </header>
        <RunDrawing />
        <RunPanel />
      </div>
    </RunDeskContext>
  )
}
