import { ArrowLeft, ChartNoAxesColumn } from "lucide-react"
import { type ReactNode, useEffect, useState } from "react"
import { Link } from "wouter"
import type { DayFigures, RunStatistics, StepFigures } from "../../runs/runStatistics.ts"
import { useRuns } from "../../runs/runsContext.ts"
import { sayTime, sayUsd } from "../../runs/statusLooks.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"

const days = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", timeZone: "UTC" })

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
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-[1180px] flex-col gap-5 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
        <header className="flex items-center gap-3">
          <Link href={`/w/${id}`} aria-label="Back to the workflow" className="text-muted hover:text-ink">
            <ArrowLeft size={18} aria-hidden />
          </Link>
          <h1 className="min-w-0 flex-1 truncate text-2xl font-semibold tracking-tight">
            Statistics of {id}
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
      <Days figures={found.days} />
      <div className="grid gap-5 min-[900px]:grid-cols-2">
        <Steps
          title="Slowest steps"
          head="95 of 100 took at most"
          looked={looked}
          steps={[...steps].sort((a, b) => b.p95 - a.p95).slice(0, 8)}
          size={({ p95 }) => p95}
          say={({ p95 }) => sayTime(p95)}
          tone="bg-accent"
        />
        <Steps
          title="Steps that fail most"
          head="Failed attempts"
          looked={looked}
          steps={[...steps]
            .filter(({ failures }) => failures > 0)
            .sort((a, b) => b.failures - a.failures)
            .slice(0, 8)}
          size={({ failures }) => failures}
          say={({ failures, attempts }) => `${failures} of ${Math.max(failures, attempts)}`}
          tone="bg-bad"
        />
      </div>
    </>
  )
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="rounded-xl border border-line bg-panel px-4 py-3">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-lg font-semibold tabular-nums">{value}</dd>
    </div>
  )
}

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="flex min-w-0 flex-col gap-3 rounded-xl border border-line bg-panel p-4"
    >
      <h2 className="text-sm font-semibold">{title}</h2>
      {children}
    </section>
  )
}

/** A column for each day, and the same as a table for who cannot see it. */
function Days({ figures }: { readonly figures: readonly DayFigures[] }) {
  const most = Math.max(1, ...figures.map(({ runs }) => runs))
  const [width, height, gap] = [40, 90, 6]
  return (
    <Card title="Runs of the last two weeks">
      <svg
        aria-hidden
        viewBox={`0 0 ${figures.length * width} ${height + 18}`}
        className="h-36 w-full"
        preserveAspectRatio="none"
      >
        {figures.map(({ at, runs, failed }, index) => {
          const [all, bad] = [(runs / most) * height, (failed / most) * height]
          const x = index * width + gap / 2
          return (
            <g key={at}>
              <rect x={x} y={height - 1} width={width - gap} height={1} className="fill-line" />
              <rect
                x={x}
                y={height - all}
                width={width - gap}
                height={all - bad}
                rx={2}
                className="fill-accent"
              />
              <rect x={x} y={height - bad} width={width - gap} height={bad} rx={2} className="fill-bad" />
            </g>
          )
        })}
      </svg>
      <div aria-hidden className="-mt-4 flex text-[10px] text-muted tabular-nums">
        {figures.map(({ at, runs }, index) => (
          <span key={at} className="min-w-0 flex-1 truncate text-center">
            {index % 2 === 1 || runs > 0 ? days.format(at) : ""}
          </span>
        ))}
      </div>
      <table className="sr-only">
        <caption>Runs of the last two weeks</caption>
        <thead>
          <tr>
            <th>Day</th>
            <th>Runs</th>
            <th>Failed</th>
            <th>Cost</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ at, runs, failed, usd }) => (
            <tr key={at}>
              <th>{days.format(at)}</th>
              <td>{runs}</td>
              <td>{failed}</td>
              <td>{sayUsd(usd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

interface StepsProps {
  readonly title: string
  readonly head: string
  readonly looked: number
  readonly steps: readonly StepFigures[]
  readonly size: (figures: StepFigures) => number
  readonly say: (figures: StepFigures) => string
  readonly tone: string
}

function Steps({ title, head, looked, steps, size, say, tone }: StepsProps) {
  const most = Math.max(1, ...steps.map(size))
  return (
    <Card title={title}>
      {steps.length === 0 ? (
        <p className="text-sm text-muted">None, in the last {looked} runs.</p>
      ) : (
        <table className="w-full text-sm">
          <caption className="pb-2 text-left text-xs text-muted">From the last {looked} runs</caption>
          <thead className="sr-only">
            <tr>
              <th>Step</th>
              <th>{head}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(figures => (
              <tr key={figures.step}>
                <th className="max-w-36 truncate py-1 pr-3 text-left font-mono text-xs font-normal">
                  {figures.step}
                </th>
                <td className="w-full">
                  <span
                    aria-hidden
                    className={`block h-2 rounded-[3px] ${tone}`}
                    style={{ width: `max(3px, ${(size(figures) / most) * 100}%)` }}
                  />
                </td>
                <td className="pl-3 text-right font-mono text-xs whitespace-nowrap text-muted">
                  {say(figures)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
