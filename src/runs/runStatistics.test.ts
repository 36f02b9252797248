import { expect, test } from "vitest"
import { testSummary } from "../storage/testing/journalConformance.ts"
import { countRuns, createStepCount } from "./runStatistics.ts"

const day = 86_400_000

test("runs are counted by how they ended, how long they took, and by day", () => {
  const now = 100 * day + 5
  const runs = [
    ...Array.from({ length: 9 }, (_, at) =>
      testSummary(`a${at}`, {
        status: "completed",
        startedAt: now - at,
        endedAt: now - at + 10 * (at + 1),
        usd: 0.1,
      }),
    ),
    testSummary("bad", { status: "failed", startedAt: now - day, endedAt: now }),
    testSummary("old", { status: "failed", startedAt: 1, endedAt: 2 }),
  ]
  const counted = countRuns(runs, now)
  expect(counted).toMatchObject({
    runs: 11,
    completed: 9,
    failed: 2,
    durations: { p50: 50, p90: 90, p99: 90 },
  })
  expect(counted.usd).toBeCloseTo(0.9)
  expect(counted.days).toHaveLength(14)
  expect(counted.days.slice(-2)).toMatchObject([
    { runs: 4, failed: 1 },
    { runs: 6, failed: 0 },
  ])
})

test("the attempts of each step are timed, and those that failed counted", () => {
  const count = createStepCount()
  const place = { in: "", step: "a", visit: 1 }
  const problem = { code: "x", message: "x", severity: "error", retryable: false } as const
  count.take({ type: "step.started", at: 10, ...place, attempt: 1, key: "k", effect: "read" })
  count.take({ type: "step.failed", at: 30, ...place, problem })
  count.take({ type: "step.started", at: 40, ...place, attempt: 2, key: "k", effect: "read" })
  count.take({ type: "step.completed", at: 140, ...place, outlets: {} })
  expect(count.figures()).toEqual([{ step: "a", attempts: 2, failures: 1, p50: 20, p95: 100 }])
})
