import { createJobThread } from "../ports/jobs/jobThread.ts"
import type { ToJob } from "../ports/jobs/protocol.ts"
import { portJobs } from "../ports/portJobs.ts"
import { stepJobs } from "../steps/jobs.ts"

/* The entry of a thread for jobs in the page. */

const take = createJobThread({ jobs: [...stepJobs, ...portJobs], post: message => postMessage(message) })
self.onmessage = ({ data }: MessageEvent<ToJob>) => take(data)
