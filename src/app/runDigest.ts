import { isAsking, type RunStatus, type RunSummary } from "../model/journal.ts"

/** What lists show of a workflow's runs. */
export interface RunDigest {
  readonly latest: RunSummary
  /** The last runs that are over, the oldest first. */
  readonly recent: readonly RunSummary[]
  /** The share of the runs that are over which completed, from 0 to 1; null where none is over. */
  readonly rate: number | null
  /** How long a completed run takes, in milliseconds; null where none completed. */
  readonly average: number | null
}

/** How many of the last runs a digest holds. */
export const mostRecent = 12
const needsSomeone: ReadonlySet<RunStatus> = new Set(["in_doubt", "parked"])

/** The runs of each workflow, told in short. Runs come newest first. A run that was cancelled says nothing of success. */
export function digestsOf(runs: readonly RunSummary[]): Map<string, RunDigest> {
  const byWorkflow = new Map<string, RunSummary[]>()
  for (const run of runs) {
    if (run.mode !== "live" || run.parent !== null) continue
    const list = byWorkflow.get(run.workflow)
    if (list) list.push(run)
    else byWorkflow.set(run.workflow, [run])
  }
  const digests = new Map<string, RunDigest>()
  for (const [workflow, list] of byWorkflow) {
    const [latest] = list
    if (latest === undefined) continue
    const over = list.filter(({ status }) => status === "completed" || status === "failed")
    const completed = over.filter(({ status }) => status === "completed")
    digests.set(workflow, {
      latest,
      recent: over.slice(0, mostRecent).reverse(),
      rate: over.length === 0 ? null : completed.length / over.length,
      average:
        completed.length === 0
          ? null
          : completed.reduce((sum, run) => sum + lengthOf(run), 0) / completed.length,
    })
  }
  return digests
}

/** How long a run that is over took. */
export function lengthOf({ startedAt, endedAt }: RunSummary): number {
  return Math.max(0, (endedAt ?? startedAt) - startedAt)
}

/** Whether the run goes on only when somebody does something. */
export function needsYou(run: RunSummary): boolean {
  return needsSomeone.has(run.status) || isAsking(run)
}

/** What the runs of the month so far have cost. */
export function spentSince(runs: readonly RunSummary[], moment: number): number {
  return runs.reduce((sum, run) => (run.startedAt >= moment ? sum + run.usd : sum), 0)
}
