import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { gzipSync } from "node:zlib"

/*
 * A real server on this computer that answers as badly as it is asked to. What a path does stands in `behaviours`;
 * what follows the name is its argument: `/hops/3`, `/status/429?retry-after=5`, `/to?url=…`. Web pages may read all
 * of it, but where the query says `?closed`.
 */

/** What a request was when it arrived. */
export interface Arrived {
  readonly method: string
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

/** A server that misbehaves on demand. */
export interface MisbehavingServer {
  readonly origin: string
  /** Everything that has arrived, in order. */
  readonly arrived: readonly Arrived[]
  /** How many answers are under way. */
  underWay(): number
  close(): Promise<void>
}

type Behaviour = (
  response: ServerResponse,
  url: URL,
  argument: string,
  arrived: Arrived,
  /** The body as it is, where it may be no text. */
  bytes: Buffer<ArrayBuffer>,
) => void

const json = { "content-type": "application/json" }

const behaviours: { readonly [name: string]: Behaviour } = {
  /** Answers with what arrived. */
  echo: (response, _url, _argument, arrived) => response.writeHead(200, json).end(JSON.stringify(arrived)),
  /** Never answers. */
  hang: () => {},
  /** Answers a byte every so many milliseconds, for ever. */
  drip: (response, _url, every) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write("."), Number(every))
    response.on("close", () => clearInterval(timer))
  },
  /** Announces ten bytes, sends five and ends the connection. */
  cut: response => {
    response.writeHead(200, { "content-length": "10" })
    response.write("12345", () => response.destroy())
  },
  /** Sends a piece of an answer of unknown length and ends the connection. */
  cutpiece: response => {
    response.writeHead(200, { "transfer-encoding": "chunked" })
    response.write("12345", () => response.destroy())
  },
  /** Ends the connection without a word. */
  silent: response => response.destroy(),
  /** Sends for as long as anyone reads. */
  endless: response => {
    response.writeHead(200)
    const piece = Buffer.alloc(65_536, "x")
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
    }
    response.on("drain", more)
    more()
  },
  /** Announces a gigabyte. */
  huge: response => void response.writeHead(200, { "content-length": String(2 ** 30) }).write("x"),
  /** Thirty million bytes, packed into a few thousand. */
  bomb: response => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(30_000_000)))
  },
  packed: response => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("unpacked")),
  /** Sends more than it announced. */
  toolong: response => {
    response.socket?.end("HTTP/1.1 200 OK\r\ncontent-length: 3\r\nconnection: close\r\n\r\n1234567")
  },
  /** What is no answer of HTTP at all. */
  garbage: response => response.socket?.end("hello\r\n\r\n"),
  /** Asks what stands in the query in place of whoever asked, as a proxy does. */
  via: (response, url, _argument, { method, headers }, bytes) => {
    const { authorization = "", "content-type": type = "" } = headers
    const passed = { ...(authorization && { authorization }), ...(type && { "content-type": type }) }
    void fetch(url.searchParams.get("url") ?? "", {
      ...{ method, headers: passed },
      ...(bytes.length > 0 && { body: bytes }),
    })
      .then(async given => {
        const kind = given.headers.get("content-type") ?? "text/plain"
        response.writeHead(given.status, { "content-type": kind }).end(Buffer.from(await given.arrayBuffer()))
      })
      .catch(() => response.writeHead(502).end())
  },
  /** Sends on so many times, then answers. */
  hops: (response, _url, left) => {
    if (Number(left) === 0) response.writeHead(200).end("arrived")
    else response.writeHead(302, { location: `/hops/${Number(left) - 1}` }).end()
  },
  /** Sends on to the address in `url`, with the status in `status`. */
  to: (response, url) => {
    const status = Number(url.searchParams.get("status") ?? 302)
    response.writeHead(status, { location: url.searchParams.get("url") ?? "" }).end("moved")
  },
  /** Answers with the status, and with what the query holds as headers. */
  status: (response, url, status) =>
    response.writeHead(Number(status), Object.fromEntries(url.searchParams)).end("why"),
  /** Answers with the headers that it was sent as text, packed in the ways in which keys show up. */
  leak: (response, _url, _argument, { headers }) => {
    const key = (headers.authorization ?? "").replace("Bearer ", "")
    const ways = [key, encodeURIComponent(key), Buffer.from(key).toString("base64")]
    response.writeHead(500, { "x-key": key }).end(`seen: ${ways.join(" ")}!`)
  },
}

/** Starts the server, on a port that is free. */
export async function createMisbehavingServer(): Promise<MisbehavingServer> {
  const arrived: Arrived[] = []
  let underWay = 0
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://here")
    if (!url.searchParams.has("closed")) letPagesRead(request, response)
    if (request.headers["access-control-request-method"] !== undefined) {
      response.writeHead(204).end()
      return
    }
    // What tests in a page ask about the server itself, which does not count as asked.
    if (url.pathname === "/seen") {
      response.writeHead(200, json).end(JSON.stringify({ arrived, underWay }))
      return
    }
    underWay++
    response.on("close", () => underWay--)
    void bodyOf(request).then(bytes => {
      const one = arrivedWith(request, bytes)
      arrived.push(one)
      const [name = "", argument = ""] = url.pathname.slice(1).split("/")
      const behave = Object.hasOwn(behaviours, name) ? behaviours[name] : undefined
      if (behave) behave(response, url, argument, one, bytes)
      else response.writeHead(404).end()
    })
  })
  await new Promise<void>(go => server.listen(0, "127.0.0.1", go))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    arrived,
    underWay: () => underWay,
    close: () =>
      new Promise(go => {
        server.close(() => go())
        server.closeAllConnections()
      }),
  }
}

function letPagesRead(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", "*")
  response.setHeader("access-control-expose-headers", "*")
  response.setHeader("access-control-allow-methods", "*")
  const headers = request.headers["access-control-request-headers"]
  if (headers !== undefined) response.setHeader("access-control-allow-headers", headers)
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function arrivedWith({ headers, method = "", url = "" }: IncomingMessage, bytes: Buffer): Arrived {
  const said = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return { method, path: url, headers: Object.fromEntries(said), body: bytes.toString() }
}
