import { createJobThread } from "../jobThread.ts"
import { testJobs } from "./testJobs.ts"

/* The entry of a worker of the page with the tests' jobs. */

const take = createJobThread({ jobs: testJobs, post: message => postMessage(message) })
self.onmessage = ({ data }) => take(data)
