import { useMemo } from "react"
import { t } from "../../language/t.ts"
import { sayTime, sayUsd } from "../statusLooks.ts"
import { useHistory } from "../useHistory.ts"

/** What earlier runs took and cost, in one line. */
export function Estimate({ workflow }: { readonly workflow: string }) {
  const query = useMemo(() => ({ workflow, status: "completed", most: 20 }) as const, [workflow])
  const runs = useHistory(query)?.runs ?? []
  if (runs.length === 0) return <span className="flex-1" />
  const times = runs.map(({ startedAt, endedAt }) => (endedAt ?? startedAt) - startedAt).sort((a, b) => a - b)
  const costs = runs.map(({ usd }) => usd).sort((a, b) => a - b)
  const middle = Math.floor(runs.length / 2)
  const usd = costs[middle] ?? 0
  const about = usd > 0 ? `${sayTime(times[middle] ?? 0)}, ${sayUsd(usd)}` : sayTime(times[middle] ?? 0)
  return (
    <span className="min-w-0 flex-1 text-xs text-muted">
      {runs.length === 1
        ? t`About ${about}, from one earlier run`
        : t`About ${about}, from ${runs.length} earlier runs`}
    </span>
  )
}
