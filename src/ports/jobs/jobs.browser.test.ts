import { describe, expect, test } from "vitest"
import { parseCsvJob } from "../../steps/data/parseCsvJob.ts"
import { createJobThreads, jobThreadOf } from "../../worker/jobThreads.ts"
import { createJobs } from "./jobs.ts"
import { jobsConformance } from "./testing/jobsConformance.ts"

describe("jobs in workers of the page", () => {
  jobsConformance(() =>
    jobThreadOf(new Worker(new URL("./testing/pageJobWorker.ts", import.meta.url), { type: "module" })),
  )

  test("the page's own threads know the jobs of steps", async () => {
    const jobs = createJobs({ spawn: createJobThreads() })
    const rows: unknown[] = []
    const input = { text: `a,b\n${"1,2\n".repeat(60_000)}`, separator: ",", header: true }
    const part = (portion: unknown): void => void rows.push(...(portion as unknown[]))
    expect(await jobs.run(parseCsvJob, input, { part })).toEqual({ ok: true, value: null })
    expect(rows.length).toBe(60_000)
    expect(rows.at(-1)).toEqual({ a: "1", b: "2" })
    jobs.close()
  })
})
