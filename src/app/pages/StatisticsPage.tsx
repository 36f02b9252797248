import { ArrowLeft, ChartNoAxesColumn } from "lucide-react"
import { useEffect, useState } from "react"
import { Link } from "wouter"
import { keptSummary } from "../../editor/summary.ts"
import { sayNumber } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { stepNames } from "../../model/places.ts"
import type { RunStatistics } from "../../runs/runStatistics.ts"
import { useRuns } from "../../runs/runsContext.ts"
import { sayTime, sayUsd } from "../../runs/statusLooks.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { type BarRow, Bars, Columns } from "../charts.tsx"
import { findWorkflow } from "../openSession.ts"
import { useServices } from "../services.ts"
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
  const names = useStepNames(id)
  const name = (row && keptSummary(row.summary)?.name) || id
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-[1180px] flex-col gap-5 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
        <header className="flex items-center gap-3">
          <Link
            href={`/w/${id}`}
            aria-label={t`Back to the workflow`}
            className="-m-2.5 grid size-9.5 place-items-center rounded-lg text-muted hover:text-ink"
          >
            <ArrowLeft size={18} aria-hidden />
          </Link>
          <h1 className="min-w-0 flex-1 truncate text-2xl font-semibold tracking-tight">{t`Statistics of ${name}`}</h1>
        </header>
        {found === null && <p className="text-muted">{t`Counting the runs`}</p>}
        {found?.runs === 0 && (
          <EmptyState
            icon={ChartNoAxesColumn}
            title={t`Nothing to count yet`}
            actions={
              <Link
                href={`/w/${id}`}
                className="flex h-8 items-center rounded-lg border border-line bg-panel px-3 text-sm font-medium hover:border-line-strong"
              >{t`Open the workflow`}</Link>
            }
          >{t`This workflow has not run.`}</EmptyState>
        )}
        {found !== null && found.runs > 0 && <Figures found={found} names={names} />}
      </div>
    </div>
  )
}

/** What the steps are called in the workflow as it is now. */
function useStepNames(id: string): ReadonlyMap<string, string> {
  const { workflows } = useServices()
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => {
    let isHere = true
    void findWorkflow(workflows, id).then(
      opened => isHere && opened && setNames(stepNames(opened.file.workflow)),
    )
    return () => {
      isHere = false
    }
  }, [workflows, id])
  return names
}

interface FiguresProps {
  readonly found: RunStatistics
  readonly names: ReadonlyMap<string, string>
}

function Figures({ found, names }: FiguresProps) {
  const { runs, completed, failed, durations, usd, looked, steps } = found
  const ended = completed + failed
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 min-[700px]:grid-cols-3 min-[1150px]:grid-cols-6">
        <Figure name={t`Runs`} value={sayNumber(runs)} />
        <Figure
          name={t`Success`}
          value={ended === 0 ? t`none yet` : `${Math.round((completed / ended) * 100)} %`}
        />
        <Figure
          name={t`Half took at most`}
          value={durations === null ? t`none yet` : sayTime(durations.p50)}
        />
        <Figure name={t`9 of 10 at most`} value={durations === null ? t`none yet` : sayTime(durations.p90)} />
        <Figure
          name={t`99 of 100 at most`}
          value={durations === null ? t`none yet` : sayTime(durations.p99)}
        />
        <Figure name={t`Cost`} value={usd === 0 ? t`nothing` : sayUsd(usd)} />
      </dl>
      <div className="grid gap-5 min-[900px]:grid-cols-2">
        <Columns
          title={t`Runs of the last two weeks`}
          names={[t`Did not fail`, t`Failed`]}
          columns={found.days.map(({ at, runs: all, failed: bad }) => ({ at, parts: [all - bad, bad] }))}
          say={String}
        />
        <Columns
          title={t`Cost of the last two weeks`}
          names={[t`Cost`]}
          columns={found.days.map(({ at, usd: cost }) => ({ at, parts: [cost] }))}
          say={sayUsd}
        />
        <Bars
          title={t`Slowest steps`}
          caption={t`${sinceWhen(looked)}: what 95 of 100 took at most`}
          head={t`95 of 100 took at most`}
          empty={sayNone(looked)}
          rows={[...steps]
            .sort((a, b) => b.p95 - a.p95)
            .slice(0, 8)
            .map(({ step, p95 }) => ({
              ...{ id: step, name: names.get(step) ?? step },
              ...{ size: p95, say: sayTime(p95) },
            }))}
          tone="bg-accent"
        />
        <div className="flex min-w-0 flex-col gap-5">
          <Bars
            title={t`How long completed runs took`}
            head={t`At most`}
            empty={t`No run has completed yet.`}
            rows={durationRows(durations)}
            tone="bg-accent"
          />
          <Bars
            title={t`Steps that fail most`}
            caption={t`${sinceWhen(looked)}: failed attempts`}
            head={t`Failed attempts`}
            empty={sayNone(looked)}
            rows={[...steps]
              .filter(({ failures }) => failures > 0)
              .sort((a, b) => b.failures - a.failures)
              .slice(0, 8)
              .map(({ step, failures, attempts }) => ({
                ...{ id: step, name: names.get(step) ?? step, size: failures },
                say: t`${failures} of ${Math.max(failures, attempts)}`,
              }))}
            tone="bg-bad"
          />
        </div>
      </div>
    </>
  )
}

/** What is said where no step is to be listed. */
function sayNone(looked: number): string {
  return looked === 0 ? t`No run has ended yet.` : t`None. ${sinceWhen(looked)}.`
}

function sinceWhen(looked: number): string {
  return looked === 1 ? t`From the last run` : t`From the last ${looked} runs`
}

function durationRows(durations: RunStatistics["durations"]): readonly BarRow[] {
  if (durations === null) return []
  const { p50, p90, p99 } = durations
  return [
    { id: "p50", name: t`Half`, size: p50, say: sayTime(p50) },
    { id: "p90", name: t`9 of 10`, size: p90, say: sayTime(p90) },
    { id: "p99", name: t`99 of 100`, size: p99, say: sayTime(p99) },
  ]
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="flex flex-col justify-between rounded-xl border border-line bg-panel px-4 py-3">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-lg font-semibold tabular-nums">{value}</dd>
    </div>
  )
}
