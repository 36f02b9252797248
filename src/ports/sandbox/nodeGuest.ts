import { parentPort, workerData } from "node:worker_threads"
import { must } from "../../lib/assert.ts"
import { createGuest } from "./guest.ts"
import { guestLibrary, jsonataSource } from "./guestLibrary.ts"
import type { Engine } from "./heap.ts"
import type { ToGuest } from "./protocol.ts"

/* The entry of the guest's thread in Node. */

const port = must(parentPort, "a parent thread")
const take = createGuest({
  engine: (workerData as { engine: Engine }).engine,
  library: guestLibrary,
  clock: () => performance.now(),
  jsonata: jsonataSource,
  post: message => port.postMessage(message),
})
port.on("message", (message: ToGuest) => take(message))
port.postMessage({ type: "ready" })
