import { createReadStream, existsSync, statSync } from "node:fs"
import { createServer, type ServerResponse } from "node:http"
import { extname, join } from "node:path"
import type { Hold } from "./page/faultWorker.ts"

/** One request for an effect. */
export interface Request {
  readonly key: string
  /** How often the page's world had ended by then. */
  readonly life: number
  /** The effect happened; otherwise it was turned away. */
  readonly performed: boolean
}

/** The server of a trial: the page, the effects that it counts, and the journal's hold. */
export interface EffectsServer {
  /** Where the page is. Each trial has an origin of its own, and with it storage and locks of its own. */
  readonly url: string
  readonly requests: readonly Request[]
  /** Begins a trial in which the journal is held there. */
  begin(hold: Hold | null): void
  /** Ends once the journal is held. */
  held(): Promise<void>
  /** Lets a journal that is held go on. */
  release(): void
  /** The world of the page has ended; the next is not held. */
  nextLife(): void
  close(): void
}

const types: { readonly [ending: string]: string } = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
}

/** Serves the built fault page in the folder. */
export async function serveEffects(folder: string): Promise<EffectsServer> {
  let requests: Request[] = []
  let hold: Hold | null = null
  let life = 0
  let trial = 0
  let waiting: ServerResponse[] = []
  let tellHeld = () => {}
  let held = new Promise<void>(() => {})

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname
    if (path === "/hold") response.end(JSON.stringify(hold))
    else if (path === "/held") {
      waiting.push(response)
      tellHeld()
    } else if (path === "/effect") {
      const key = String(request.headers["idempotency-key"])
      const isFirst = !requests.some(each => each.key === key)
      const performed = !(isFirst && request.headers["x-flaky"] !== undefined)
      requests.push({ key, life, performed })
      setTimeout(() => response.writeHead(performed ? 200 : 503).end("done"), 15)
    } else {
      const file = join(folder, path === "/" ? "index.html" : path)
      const isThere = existsSync(file) && statSync(file).isFile()
      response.writeHead(isThere ? 200 : 404, { "Content-Type": types[extname(file)] ?? "text/plain" })
      if (isThere) createReadStream(file).pipe(response)
      else response.end()
    }
  })
  await new Promise<void>(go => server.listen(0, "127.0.0.1", go))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0

  return {
    get url() {
      return `http://trial-${trial}.localhost:${port}/`
    },
    get requests() {
      return requests
    },
    begin(next) {
      requests = []
      hold = next
      life = 0
      trial++
      waiting = []
      held = new Promise(go => {
        tellHeld = go
      })
    },
    held: () => held,
    release() {
      for (const response of waiting.splice(0)) response.end()
    },
    nextLife() {
      life++
      hold = null
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
