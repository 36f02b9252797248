import { parentPort } from "node:worker_threads"
import { must } from "../lib/assert.ts"
import { createJobThread } from "../ports/jobs/jobThread.ts"
import type { ToJob } from "../ports/jobs/protocol.ts"
import { portJobs } from "../ports/portJobs.ts"
import { stepJobs } from "../steps/jobs.ts"

/* The entry of a thread for jobs in the terminal. */

const port = must(parentPort, "a parent thread")
const take = createJobThread({
  jobs: [...stepJobs, ...portJobs],
  post: message => port.postMessage(message),
})
port.on("message", (message: ToJob) => take(message))
