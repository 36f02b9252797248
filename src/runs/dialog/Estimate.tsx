import { useMemo } from "react"
import { t } from "../../language/t.ts"
import type { RunMode } from "../../model/recording.ts"
import { sayTime, sayUsd } from "../statusLooks.ts"
import { useHistory } from "../useHistory.ts"

interface EstimateProps {
  readonly workflow: string
  readonly mode: RunMode
}

/** What earlier runs of the same mode took and cost, in one line: what is tried in the sandbox costs less than what is real. */
export function Estimate({ workflow, mode }: EstimateProps) {
  const query = useMemo(() => ({ workflow, status: "completed", most: 60 }) as const, [workflow])
  const runs = (useHistory(query)?.runs ?? []).filter(each => each.mode === mode).slice(0, 20)
  if (runs.length === 0) return null
  const times = runs.map(({ startedAt, endedAt }) => (endedAt ?? startedAt) - startedAt).sort((a, b) => a - b)
  const costs = runs.map(({ usd }) => usd).sort((a, b) => a - b)
  const middle = Math.floor(runs.length / 2)
  const usd = costs[middle] ?? 0
  const about = usd > 0 ? `${sayTime(times[middle] ?? 0)}, ${sayUsd(usd)}` : sayTime(times[middle] ?? 0)
  return (
    <span className="min-w-0 flex-1 basis-40 self-center text-xs text-muted max-[700px]:basis-full">
      {runs.length === 1
        ? t`About ${about}, from one earlier run`
        : t`About ${about}, from ${runs.length} earlier runs`}
    </span>
  )
}
