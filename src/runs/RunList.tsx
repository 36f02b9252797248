import { type ReactNode, useMemo, useState } from "react"
import { Button as AriaButton } from "react-aria-components"
import { t } from "../language/t.ts"
import type { RunSummary } from "../model/journal.ts"
import { sayMeant } from "../model/meant.ts"
import { Badge } from "../ui/Badge.tsx"
import { Button } from "../ui/Button.tsx"
import { cx } from "../ui/cx.ts"
import { useRunDesk, useWatchedRun } from "./runDesk.ts"
import { useRuns } from "./runsContext.ts"
import { sayTrigger } from "./sayTrigger.ts"
import { modeWords, runStatuses, sayMoment } from "./statusLooks.ts"
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
      <ul aria-label={t`Runs of this workflow`} className="grid grid-cols-[auto_minmax(0,1fr)_auto]">
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
  const { status, number, startedAt, trigger, mode, meant } = summary
  const { say, look } = runStatuses[status]
  const { catalogue } = useRuns()
  const isPlain = mode === "live" && meant === undefined
  const what = [
    meant === undefined ? sayTrigger(catalogue, trigger) : sayMeant(meant),
    modeWords[mode]().trim(),
  ]
    .filter(Boolean)
    .join(" · ")
  return (
    <li className="col-span-full grid grid-cols-subgrid">
      <AriaButton
        onPress={onOpen}
        aria-current={isOpen}
        className="col-span-full grid cursor-default grid-cols-subgrid items-center justify-items-start gap-3 rounded-lg px-2 py-1.5 text-left text-sm data-hovered:bg-wash aria-[current=true]:bg-accent-wash"
      >
        <span className="font-medium tabular-nums">{number !== undefined && t`Run ${number}`}</span>
        <span className="flex max-w-full items-baseline gap-x-3 text-muted max-[700px]:flex-col">
          <span className="w-44 max-w-full shrink-0 truncate">{sayMoment(startedAt)}</span>
          <span className={cx("max-w-full truncate text-xs", isPlain && "max-[700px]:hidden")}>{what}</span>
        </span>
        <Badge look={look}>{say()}</Badge>
      </AriaButton>
    </li>
  )
}
