import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { createGitRemote } from "./gitRemote.ts"

/*
 * A git server for tests, and how it fails:
 *
 *     const server = await startGitServer({ password: "Bearer key" })
 *     server.url                        // http://127.0.0.1:…/repo.git
 *     server.misbehave("cut")           // the next answers break off in the middle
 */

type Misbehaviour = "none" | "hang" | "cut" | "error" | "html" | "deaf" | "decline"

/** A git server under way. */
export interface GitServer {
  readonly url: string
  readonly port: number
  /** How it fails from now on: a push to a `deaf` one happens, and is not answered. */
  misbehave(how: Misbehaviour): void
  /** The commit at the tip of a branch. */
  tip(branch: string): Promise<string | null>
  /** The requests so far, as `GET /repo.git/info/refs`. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/** Starts a server; with a password every request must carry it in its Authorization. */
export async function startGitServer({ password = "" } = {}): Promise<GitServer> {
  let how: Misbehaviour = "none"
  const remote = await createGitRemote(() => how === "decline")
  const requests: string[] = []

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost")
    requests.push(`${request.method} ${url.pathname}`)
    if (password !== "" && request.headers.authorization !== password) {
      response.writeHead(401, { "www-authenticate": "Basic" }).end()
      return
    }
    if (!url.pathname.startsWith("/repo.git/")) {
      response.writeHead(404).end()
      return
    }
    if (how === "error") {
      response.writeHead(503).end()
      return
    }
    if (how === "hang") return
    if (how === "html") {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><p>Welcome")
      return
    }
    const isList = url.pathname.endsWith("/info/refs")
    const { type, body } = await remote.answer(request.url ?? "/", await bodyOf(request))
    if (how === "deaf" && !isList) {
      response.destroy()
      return
    }
    response.writeHead(200, { "content-type": type, "content-length": String(body.length) })
    if (how === "cut" && !isList) {
      response.write(body.slice(0, body.length / 2))
      setTimeout(() => response.destroy(), 20)
    } else response.end(body)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(cause => response.writeHead(500).end(String(cause)))
  })
  await new Promise<void>(go => server.listen(0, "127.0.0.1", go))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/repo.git`,
    port,
    requests,
    misbehave(next) {
      how = next
    },
    tip: branch => remote.tip(branch),
    close: () =>
      new Promise(go => {
        server.closeAllConnections()
        server.close(() => go())
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
