import { type ReactNode, useMemo, useState } from "react"
import { Button as AriaButton } from "react-aria-components"
import { t } from "../language/t.ts"
import type { RunSummary } from "../model/journal.ts"
import { Badge } from "../ui/Badge.tsx"
import { Button } from "../ui/Button.tsx"
import { useRunDesk, useWatchedRun } from "./runDesk.ts"
import { useRuns } from "./runsContext.ts"
import { sayTrigger } from "./sayTrigger.ts"
import { runStatuses, sayMoment } from "./statusLooks.ts"
import { useHistory } from "./useHistory.ts"

/** So many runs are shown, and so many more each time that more are asked for. */
const pageLength = 30

/** The runs of the open workflow, newest first, kept up to date. */
export function RunList({ empty }: { readonly empty?: ReactNode }) {
  const desk = useRunDesk()
  const watched = useWatchedRun()
  const [most, setMost] = useState(pageLength)
  const query = useMemo(() => ({ workflow: desk.workflow, most }), [desk, most])
  const page = useHistory(query)
  if (page === null) return <p className="p-4 text-sm text-muted">{t`Reading the history`}</p>
  if (page.runs.length === 0)
    return empty ?? <p className="p-4 text-sm text-muted">{t`This workflow has not run yet.`}</p>
  return (
    <div className="flex flex-col gap-2 p-2">
      <ul aria-label={t`Runs of this workflow`} className="grid grid-cols-[auto_minmax(0,1fr)_auto_auto]">
        {page.runs.map(summary => (
          <Row
            key={summary.run}
            summary={summary}
            isOpen={summary.run === watched?.run}
            onOpen={() => desk.look(summary.run)}
          />
        ))}
      </ul>
      {page.next !== null && <Button onPress={() => setMost(most + pageLength)}>{t`Show older runs`}</Button>}
    </div>
  )
}

interface RowProps {
  readonly summary: RunSummary
  readonly isOpen: boolean
  readonly onOpen: () => void
}

function Row({ summary, isOpen, onOpen }: RowProps) {
  const { say, look } = runStatuses[summary.status]
  const { catalogue } = useRuns()
  return (
    <li className="col-span-full grid grid-cols-subgrid">
      <AriaButton
        onPress={onOpen}
        aria-current={isOpen}
        className="col-span-full grid cursor-default grid-cols-subgrid items-center justify-items-start gap-3 rounded-lg px-2 py-1.5 text-left text-sm data-hovered:bg-wash aria-[current=true]:bg-accent-wash"
      >
        <span className="font-medium tabular-nums">
          {summary.number !== undefined && t`Run ${summary.number}`}
        </span>
        <span className="max-w-full truncate text-muted">{sayMoment(summary.startedAt)}</span>
        <span className="max-w-40 truncate text-xs text-muted">
          <span className="max-[500px]:hidden">{sayTrigger(catalogue, summary.trigger)}</span>
        </span>
        <Badge look={look}>{say()}</Badge>
      </AriaButton>
    </li>
  )
}
