import { useMemo } from "react"
import { useRunDeskState, useWatchedRun, useWatchedView } from "../runDesk.ts"
import type { RunStore } from "../runStore.ts"
import type { RunView } from "../runView.ts"
import type { VisitDetail, VisitList } from "../visitDetail.ts"

/** The visits of a step in the run that is looked at, and the one of them that is. */
export interface Visits {
  readonly run: RunStore
  readonly view: RunView
  readonly rows: VisitList
  readonly shown: VisitDetail
  /** The place of the shown one among the rows. */
  readonly index: number
}

/** The visits of the step; null where no run is looked at, or the step was not reached. */
export function useVisits(step: string): Visits | null {
  const run = useWatchedRun()
  const view = useWatchedView()
  const chosen = useRunDeskState(state => state.chosen)
  return useMemo(() => {
    if (run === null || view === null) return null
    const rows = run.visits([step])
    const key = chosen?.step === step ? chosen.key : view.steps.get(step)?.key
    const known = key === undefined ? -1 : rows.find(key)
    const index = known >= 0 ? known : rows.length - 1
    const row = rows.row(index)
    const shown = row === undefined ? undefined : run.detail(row.key)
    return shown === undefined ? null : { run, view, rows, shown, index }
  }, [run, view, chosen, step])
}
