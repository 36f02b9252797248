import { parentPort } from "node:worker_threads"
import { must } from "../../../lib/assert.ts"
import { createJobThread } from "../jobThread.ts"
import { testJobs } from "./testJobs.ts"

/* The entry of a thread of Node with the tests' jobs. */

const port = must(parentPort, "a parent thread")
port.on("message", createJobThread({ jobs: testJobs, post: message => port.postMessage(message) }))
