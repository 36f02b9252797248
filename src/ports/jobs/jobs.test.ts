import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { bundle, nodeProgram } from "../../dev/build.mjs"
import { root } from "../../dev/project.mjs"
import { parseCsvJob } from "../../steps/data/parseCsvJob.ts"
import { createJobs } from "./jobs.ts"
import { createNodeJobThreads } from "./nodeJobThreads.ts"
import { jobsConformance } from "./testing/jobsConformance.ts"
import { doubleJob, greedyJob } from "./testing/testJobs.ts"

const folder = ".cache/jobs/test"
const spawn = createNodeJobThreads(join(root, folder, "job.js"))
beforeAll(() =>
  bundle(
    nodeProgram({ job: "src/ports/jobs/testing/nodeJobWorker.ts", real: "src/cli/jobWorker.ts" }, folder),
  ),
)

describe("jobs in workers of Node", () => {
  jobsConformance(spawn)

  test("a job that takes all memory ends alone", async () => {
    const jobs = createJobs({ spawn: createNodeJobThreads(join(root, folder, "job.js"), { memory: 24 }) })
    expect(await jobs.run(greedyJob, null)).toMatchObject({ error: { code: "job_crashed" } })
    expect(await jobs.run(doubleJob, { n: 2 })).toEqual({ ok: true, value: 4 })
    jobs.close()
  })

  test("the terminal's own threads know the jobs of steps", async () => {
    const jobs = createJobs({ spawn: createNodeJobThreads(join(root, folder, "real.js")) })
    const input = { text: `a\n${"1\n".repeat(120_000)}"`, separator: ",", header: true }
    expect(await jobs.run(parseCsvJob, input)).toMatchObject({
      error: { code: "data_bad_csv", message: expect.stringContaining("line 120002") },
    })
    jobs.close()
  })
})
