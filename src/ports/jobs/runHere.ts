import { err, type Result } from "../../lib/result.ts"
import type { Job, JobOptions, JobsPort } from "../../model/jobs.ts"
import type { Problem } from "../../model/problems.ts"
import { jobProblem } from "./jobProblems.ts"

/** Does a job in this thread: for inputs so small that no thread is needed. */
export async function runHere<Input, Output>(
  job: Job<Input, Output>,
  input: Input,
  { progress, part, answer }: JobOptions = {},
): Promise<Result<Output, Problem>> {
  try {
    const { work } = await job.load()
    return await work(input, {
      progress: (share, say) => progress?.(share, say),
      part: value => part?.(value),
      async call(what, ...args) {
        if (answer === undefined) throw new Error("nobody answers")
        return answer(what, args)
      },
    })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    return err(jobProblem("job_crashed", { why }))
  }
}

/** A jobs port without threads: for tests, and where there are none. */
export const jobsHere: JobsPort = { run: runHere }
