import type { RunEvent } from "../../../src/engine/core/event.ts"
import type { Workflow } from "../../../src/model/workflow.ts"
import type { RunCommand } from "../../../src/runs/runService.ts"
import { createEngineClient } from "../../../src/worker/engineClient.ts"
import { createPage } from "../../../src/worker/page.ts"

/* A page with the engine and nothing else, for trials that break it. */

const workers: Worker[] = []
const client = createEngineClient({
  spawn() {
    const worker = new Worker(new URL("./faultWorker.ts", import.meta.url), { type: "module" })
    workers.push(worker)
    return worker
  },
  page: createPage({ document, secrets: { find: async () => undefined, values: async () => [] } }),
  locks: navigator.locks,
  newId: () => crypto.randomUUID(),
})

interface Watched {
  readonly events: RunEvent[]
  /** No event was missing, and none came twice. */
  isWhole: boolean
}

const watched = new Map<string, Watched>()

const faults = {
  start: (workflow: Workflow) => client.start({ workflow }),
  command: (run: string, command: RunCommand) => client.command(run, command),
  runs: async () => (await client.history({ most: 100 })).runs,
  /** Everything that the page has been told of the run; it is watched from the first time on. */
  events(run: string): Watched {
    const known = watched.get(run)
    if (known !== undefined) return known
    const made: Watched = { events: [], isWhole: true }
    watched.set(run, made)
    client.watch(run, ({ seq, events }) => {
      if (seq !== made.events.length) made.isWhole = false
      made.events.push(...events)
    })
    return made
  },
  /** Fills what is left of the origin's space, to the last bytes. */
  async fill() {
    const database = await filler()
    for (const size of [65_536, 4_096, 256, 16]) {
      for (let isRoom = true; isRoom; ) isRoom = await add(database, size)
    }
    database.close()
  },
  /** Gives the space back. */
  async empty() {
    const database = await filler()
    const done = new Promise(go => {
      const transaction = database.transaction("rows", "readwrite")
      transaction.objectStore("rows").clear()
      transaction.oncomplete = go
      transaction.onabort = go
    })
    await done
    database.close()
  },
  terminate: () => workers.at(-1)?.terminate(),
}

function filler(): Promise<IDBDatabase> {
  return new Promise((go, fail) => {
    const request = indexedDB.open("filler")
    request.onupgradeneeded = () => request.result.createObjectStore("rows", { autoIncrement: true })
    request.onsuccess = () => go(request.result)
    request.onerror = () => fail(request.error)
  })
}

/** Adds bytes that cannot be made smaller; whether there was room for them. */
function add(database: IDBDatabase, size: number): Promise<boolean> {
  return new Promise(go => {
    const transaction = database.transaction("rows", "readwrite")
    transaction.objectStore("rows").add(crypto.getRandomValues(new Uint8Array(size)))
    transaction.oncomplete = () => go(true)
    transaction.onabort = () => go(false)
  })
}

/** What trials call. */
export type Faults = typeof faults

Object.assign(window, { faults })
