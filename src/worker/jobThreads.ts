import type { FromJob, JobThread } from "../ports/jobs/protocol.ts"

/** Starts threads for jobs in workers of the page. */
export function createJobThreads(): () => JobThread {
  return () =>
    jobThreadOf(new Worker(new URL("./jobWorker.ts", import.meta.url), { type: "module", name: "job" }))
}

/** The worker as a thread for jobs. */
export function jobThreadOf(worker: Worker): JobThread {
  return {
    post: message => worker.postMessage(message),
    onMessage: hear => worker.addEventListener("message", ({ data }: MessageEvent<FromJob>) => hear(data)),
    onEnd: hear => worker.addEventListener("error", event => hear(event.message)),
    kill: () => worker.terminate(),
  }
}
