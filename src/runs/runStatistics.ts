import type { SingleEvent } from "../engine/core/event.ts"
import type { RunSummary } from "../model/journal.ts"

/*
 * What the runs of a workflow were like. Runs are counted from the history alone; which steps are slow or fail is
 * read from the journals of the last ones.
 */

/** What the runs of a workflow were like. */
export interface RunStatistics {
  readonly runs: number
  readonly completed: number
  readonly failed: number
  /** Milliseconds that half, nine of ten and 99 of 100 completed runs took at most; null where none has completed. */
  readonly durations: { readonly p50: number; readonly p90: number; readonly p99: number } | null
  readonly usd: number
  /** The last days, the oldest first. */
  readonly days: readonly DayFigures[]
  /** From the last runs only: how many those were, and their steps. */
  readonly looked: number
  readonly steps: readonly StepFigures[]
}

/** The runs of one day. */
export interface DayFigures {
  /** When it began. */
  readonly at: number
  readonly runs: number
  readonly failed: number
  readonly usd: number
}

/** What the attempts of one step were like. */
export interface StepFigures {
  readonly step: string
  readonly attempts: number
  readonly failures: number
  readonly p50: number
  readonly p95: number
}

const dayLength = 86_400_000
const mostDays = 14

/** Counts the runs. */
export function countRuns(
  summaries: readonly RunSummary[],
  now: number,
): Omit<RunStatistics, "looked" | "steps"> {
  const completed = summaries.filter(({ status }) => status === "completed")
  const times = completed
    .flatMap(({ startedAt, endedAt }) => (endedAt === null ? [] : [endedAt - startedAt]))
    .sort((a, b) => a - b)
  const today = Math.floor(now / dayLength)
  const days = Array.from({ length: mostDays }, (_, index) => {
    const day = today - mostDays + 1 + index
    return { at: day * dayLength, runs: 0, failed: 0, usd: 0 }
  })
  for (const { startedAt, status, usd } of summaries) {
    const day = days[Math.floor(startedAt / dayLength) - today + mostDays - 1]
    if (day === undefined) continue
    day.runs++
    day.usd += usd
    if (status === "failed") day.failed++
  }
  return {
    runs: summaries.length,
    completed: completed.length,
    failed: summaries.filter(({ status }) => status === "failed").length,
    durations:
      times.length === 0
        ? null
        : { p50: percentile(times, 0.5), p90: percentile(times, 0.9), p99: percentile(times, 0.99) },
    usd: summaries.reduce((sum, { usd }) => sum + usd, 0),
    days,
  }
}

/** Takes in the events of runs, one after the other, and says what their steps were like. */
export function createStepCount(): {
  take(event: SingleEvent): void
  /** The next events are those of another run. */
  next(): void
  figures(): StepFigures[]
} {
  const times = new Map<string, { times: number[]; failures: number }>()
  const begun = new Map<string, number>()
  const of = (step: string) => {
    const known = times.get(step) ?? { times: [], failures: 0 }
    times.set(step, known)
    return known
  }
  return {
    next: () => begun.clear(),
    take(event) {
      if (event.type === "step.lapped") {
        for (const { did } of event.laps) for (const { step } of did) of(step).times.push(0)
        return
      }
      if (!("step" in event)) return
      const key = `${event.in}/${event.step}#${event.visit}.${event.task ?? ""}`
      if (event.type === "step.started" || event.type === "step.begun") begun.set(key, event.at)
      if (event.type !== "step.completed" && event.type !== "step.failed") return
      const figures = of(event.step)
      const since = begun.get(key)
      if (since !== undefined) figures.times.push(event.at - since)
      else if (event.type === "step.completed") figures.times.push(0)
      if (event.type === "step.failed") figures.failures++
      begun.delete(key)
    },
    figures: () =>
      [...times].map(([step, { times: all, failures }]) => {
        const sorted = all.sort((a, b) => a - b)
        return {
          ...{ step, attempts: sorted.length, failures },
          ...{ p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) },
        }
      }),
  }
}

/** The value that this part of the sorted values does not exceed. */
function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
}
