import type { AnyJob, JobContext } from "../../model/jobs.ts"
import type { FromJob, ToJob } from "./protocol.ts"

/** Progress is told at most once in so many milliseconds. */
const pause = 50

/** What stands in the thread: takes one job after the other, and answers over `post`. */
export function createJobThread({
  jobs,
  post,
}: {
  readonly jobs: readonly AnyJob[]
  readonly post: (message: FromJob) => void
}): (message: ToJob) => void {
  const byName = new Map(jobs.map(job => [job.name, job]))
  const waiting = new Map<number, { go(value: unknown): void; fail(cause: Error): void }>()
  let calls = 0
  let told = 0

  const context: JobContext = {
    progress(share, say) {
      const now = performance.now()
      if (share < 1 && now - told < pause) return
      told = now
      post({ type: "progress", share, say })
    },
    part: value => post({ type: "part", value }),
    call: (what, ...args) =>
      new Promise((go, fail) => {
        waiting.set(calls, { go, fail })
        post({ type: "call", call: calls++, what, args })
      }),
  }

  async function run(name: string, input: unknown): Promise<void> {
    try {
      const job = byName.get(name)
      if (job === undefined) throw new Error(`no job is named ${name}`)
      const { work } = await job.load()
      const result = await work(input, context)
      post({ type: "done", result })
    } catch (cause) {
      post({ type: "broke", why: cause instanceof Error ? cause.message : String(cause) })
    }
  }

  return message => {
    if (message.type === "run") {
      void run(message.name, message.input)
      return
    }
    const one = waiting.get(message.call)
    waiting.delete(message.call)
    if (message.type === "answer") one?.go(message.value)
    else one?.fail(new Error(message.why))
  }
}
