import { Badge } from "../ui/Badge.tsx"
import { type StepRow, sayPlace } from "./runView.ts"
import { sayTime, stepLooks } from "./statusLooks.ts"

interface RunStepsProps {
  readonly rows: readonly StepRow[]
  readonly left: number
  readonly texts: ReadonlyMap<string, string>
}

/** The steps of a run in the order in which they were entered. */
export function RunSteps({ rows, left, texts }: RunStepsProps) {
  return (
    <section aria-label="Steps of the run">
      <h3 className="mb-1 text-xs font-semibold text-muted">Steps</h3>
      {left > 0 && <p className="mb-1 text-xs text-muted">{left} earlier ones are not shown.</p>}
      <ol className="divide-y divide-line rounded-lg border border-line">
        {rows.map(row => (
          <Step key={row.key} row={row} text={row.endedAt === null ? texts.get(row.step) : undefined} />
        ))}
      </ol>
    </section>
  )
}

function Step({ row, text }: { readonly row: StepRow; readonly text: string | undefined }) {
  const { say, look } = stepLooks[row.look]
  const hasEnded = row.endedAt !== null && row.look !== "skipped"
  return (
    <li className="flex flex-col gap-1 px-3 py-2 text-sm">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{sayPlace(row)}</span>
        {row.attempt > 1 && <span className="text-xs text-muted">attempt {row.attempt}</span>}
        {hasEnded && (
          <span className="text-xs text-muted tabular-nums">
            {row.reused ? "taken over" : sayTime((row.endedAt ?? 0) - row.startedAt)}
          </span>
        )}
        <Badge look={look}>{say}</Badge>
      </div>
      {text !== undefined && <p className="text-xs whitespace-pre-wrap text-muted">{text}</p>}
      {row.problem !== undefined && <p className="text-xs text-bad-text">{row.problem.message}</p>}
      {hasEnded && row.outlets !== undefined && (
        <details className="text-xs">
          <summary className="cursor-default text-muted">What it gave</summary>
          <pre className="mt-1 max-h-64 overflow-auto rounded-lg bg-wash p-2 font-mono whitespace-pre-wrap">
            {JSON.stringify(row.outlets, null, 2)}
          </pre>
        </details>
      )}
    </li>
  )
}
