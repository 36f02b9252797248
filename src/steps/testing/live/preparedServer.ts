import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { isMap, type Json, own } from "../../../lib/json.ts"

/** A real server on this computer that says what it was told, in order, and keeps what it was asked. */
export interface PreparedServer {
  readonly origin: string
  /** The requests so far, as `GET /v1/items`. */
  readonly requests: readonly string[]
  /** Says this from now on: status, headers and body of each answer. */
  tell(answers: readonly Json[]): void
  close(): Promise<void>
}

/** Starts the server; what it was not told it answers with 500. */
export async function startPreparedServer(): Promise<PreparedServer> {
  const requests: string[] = []
  let left: Json[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    request.resume().on("end", () => {
      const told = left.shift()
      const map = isMap(told) ? told : {}
      const headers = own(map, "headers")
      const status = told === undefined ? 500 : Number(own(map, "status") ?? 200)
      response.writeHead(status, isMap(headers) ? (headers as { [name: string]: string }) : {})
      response.end(String(own(map, "body") ?? ""))
    })
  })
  await new Promise<void>(go => server.listen(0, "127.0.0.1", go))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    tell(answers) {
      left = [...answers]
    },
    close: () =>
      new Promise(go => {
        server.closeAllConnections()
        server.close(() => go())
      }),
  }
}
