import { ArrowLeft, ChartNoAxesColumn } from "lucide-react"
import { useEffect, useState } from "react"
import { Link } from "wouter"
import { keptSummary } from "../../editor/summary.ts"
import type { RunStatistics } from "../../runs/runStatistics.ts"
import { useRuns } from "../../runs/runsContext.ts"
import { sayTime, sayUsd } from "../../runs/statusLooks.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { type BarRow, Bars, Columns } from "../charts.tsx"
import { useWorkflows } from "../useWorkflows.ts"

/** What the runs of a workflow were like: how many, how they ended, how long they took, and which steps are to blame. */
export default function StatisticsPage({ id }: { readonly id: string }) {
  const { service } = useRuns()
  const [found, setFound] = useState<RunStatistics | null>(null)
  useEffect(() => {
    let isHere = true
    void service.statistics(id).then(statistics => isHere && setFound(statistics))
    return () => {
      isHere = false
    }
  }, [service, id])
  const row = useWorkflows()?.find(each => each.id === id)
  const name = (row && keptSummary(row.summary)?.name) || id
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-[1180px] flex-col gap-5 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
        <header className="flex items-center gap-3">
          <Link href={`/w/${id}`} aria-label="Back to the workflow" className="text-muted hover:text-ink">
            <ArrowLeft size={18} aria-hidden />
          </Link>
          <h1 className="min-w-0 flex-1 truncate text-2xl font-semibold tracking-tight">
            Statistics of {name}
          </h1>
        </header>
        {found === null && <p className="text-muted">Counting the runs</p>}
        {found?.runs === 0 && (
          <EmptyState icon={ChartNoAxesColumn} title="Nothing to count yet">
            This workflow has not run.
          </EmptyState>
        )}
        {found !== null && found.runs > 0 && <Figures found={found} />}
      </div>
    </div>
  )
}

function Figures({ found }: { readonly found: RunStatistics }) {
  const { runs, completed, failed, durations, usd, looked, steps } = found
  const ended = completed + failed
  return (
    <>
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-3">
        <Figure name="Runs" value={runs.toLocaleString("en")} />
        <Figure
          name="Success"
          value={ended === 0 ? "none ended" : `${Math.round((completed / ended) * 100)} %`}
        />
        <Figure
          name="Half took at most"
          value={durations === null ? "none completed" : sayTime(durations.p50)}
        />
        <Figure
          name="9 of 10 at most"
          value={durations === null ? "none completed" : sayTime(durations.p90)}
        />
        <Figure
          name="99 of 100 at most"
          value={durations === null ? "none completed" : sayTime(durations.p99)}
        />
        <Figure name="Cost" value={usd === 0 ? "nothing" : sayUsd(usd)} />
      </dl>
      <div className="grid gap-5 min-[900px]:grid-cols-2">
        <Columns
          title="Runs of the last two weeks"
          names={["Went well", "Failed"]}
          columns={found.days.map(({ at, runs: all, failed: bad }) => ({ at, parts: [all - bad, bad] }))}
          say={String}
        />
        <Columns
          title="Cost of the last two weeks"
          names={["Cost"]}
          columns={found.days.map(({ at, usd: cost }) => ({ at, parts: [cost] }))}
          say={sayUsd}
        />
        <Bars
          title="How long completed runs took"
          head="At most"
          empty="No run has completed yet."
          rows={durationRows(durations)}
          tone="bg-accent"
        />
        <Bars
          title="Slowest steps"
          caption={`${sinceWhen(looked)}: what 95 of 100 took at most`}
          head="95 of 100 took at most"
          empty={`None. ${sinceWhen(looked)}.`}
          rows={[...steps]
            .sort((a, b) => b.p95 - a.p95)
            .slice(0, 8)
            .map(({ step, p95 }) => ({ name: step, size: p95, say: sayTime(p95) }))}
          tone="bg-accent"
        />
        <Bars
          title="Steps that fail most"
          caption={`${sinceWhen(looked)}: failed attempts`}
          head="Failed attempts"
          empty={`None. ${sinceWhen(looked)}.`}
          rows={[...steps]
            .filter(({ failures }) => failures > 0)
            .sort((a, b) => b.failures - a.failures)
            .slice(0, 8)
            .map(({ step, failures, attempts }) => ({
              ...{ name: step, size: failures },
              say: `${failures} of ${Math.max(failures, attempts)}`,
            }))}
          tone="bg-bad"
        />
      </div>
    </>
  )
}

function sinceWhen(looked: number): string {
  return looked === 1 ? "From the last run" : `From the last ${looked} runs`
}

function durationRows(durations: RunStatistics["durations"]): readonly BarRow[] {
  if (durations === null) return []
  const { p50, p90, p99 } = durations
  return [
    { name: "Half", size: p50, say: sayTime(p50) },
    { name: "9 of 10", size: p90, say: sayTime(p90) },
    { name: "99 of 100", size: p99, say: sayTime(p99) },
  ]
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="rounded-xl border border-line bg-panel px-4 py-3">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-lg font-semibold tabular-nums">{value}</dd>
    </div>
  )
}
