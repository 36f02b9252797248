import { Worker } from "node:worker_threads"
import type { FromJob, JobThread } from "./protocol.ts"

/** Starts threads for jobs in workers of Node, from their built entry; more memory, in MB, ends the job alone. */
export function createNodeJobThreads(entry: URL | string, { memory = 2_048 } = {}): () => JobThread {
  return () => {
    const worker = new Worker(entry, {
      env: {},
      stdin: false,
      resourceLimits: { maxOldGenerationSizeMb: memory },
    })
    return {
      post: message => worker.postMessage(message),
      onMessage: hear => worker.on("message", (message: FromJob) => hear(message)),
      onEnd(hear) {
        worker.on("error", error => hear(error.message))
        worker.on("exit", code => hear(`its thread ended with ${code}`))
      },
      kill: () => void worker.terminate(),
    }
  }
}
