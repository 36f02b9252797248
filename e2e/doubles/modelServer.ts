import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { anthropicWire } from "./anthropicWire.ts"
import { openaiWire } from "./openaiWire.ts"

/*
 * A server on this computer that speaks as the vendors of models do, so that both SDKs are used for real and nothing
 * leaves the machine. What it answers is told beforehand, one answer for each question; a question for which nothing
 * was told gets a plain text.
 *
 *     const double = await serveModels({ key: "sk-canary-7f3a" })
 *     double.tell({ text: "Hello" }, { status: 429, headers: { "retry-after": "2" } }, { cut: "Hel" })
 *     … { address: double.anthropic } or { address: double.openai }
 */

/** One call of a tool: what it is called with as data, or as the very words. */
export interface ToldCall {
  readonly name: string
  readonly input: object | string
}

/** What the double answers to one question. */
export type Told =
  | {
      readonly text?: string
      readonly calls?: readonly ToldCall[]
      readonly stop?: "end" | "length" | "refusal" | "tool" | (string & {})
      readonly usage?: { readonly input: number; readonly output: number }
      /** Milliseconds between one piece and the next. */
      readonly every?: number
      /** Letters in a piece. */
      readonly piece?: number
    }
  /** An answer with this status, in the words of the vendor or as they stand here. */
  | {
      readonly status: number
      readonly error?: { readonly type?: string; readonly code?: string; readonly message?: string }
      readonly body?: string
      readonly headers?: { readonly [name: string]: string }
    }
  /** Some text, and then the connection ends. */
  | { readonly cut: string }
  /** Some text, and then an error within the stream. */
  | { readonly text: string; readonly thenError: { readonly type: string; readonly message: string } }
  /** A vector for each text of a question for vectors. */
  | { readonly vectors: readonly (readonly number[])[] }
  /** These very bytes as the body. */
  | { readonly raw: string; readonly type?: string }
  /** A text of so many letters. */
  | { readonly letters: number }
  /** Never a word. */
  | { readonly hang: true }

/** A question as it arrived. */
export interface Asked {
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  // biome-ignore lint/suspicious/noExplicitAny: the body is whatever an SDK sends; tests look into it.
  readonly body: any
}

/** How a vendor's answers look on the wire. */
export interface Wire {
  /** The events of a stream that says it, one after the other. */
  stream(told: ToldAnswer, asked: Asked): readonly string[]
  /** The same in one piece. */
  whole(told: ToldAnswer, asked: Asked): string
  error(
    status: number,
    error: { readonly type?: string; readonly code?: string; readonly message?: string },
  ): string
  /** An error within a stream. */
  errorEvent(error: { readonly type: string; readonly message: string }): string
}

/** An answer with all that may be left out said. */
export interface ToldAnswer {
  readonly text: string
  readonly calls: readonly { readonly name: string; readonly input: string }[]
  readonly stop: string
  readonly usage: { readonly input: number; readonly output: number }
  readonly piece: number
}

/** The double. */
export interface ModelServer {
  /** Where Anthropic's messages are spoken. */
  readonly anthropic: string
  /** Where OpenAI's chat completions are spoken. */
  readonly openai: string
  readonly asked: Asked[]
  /** What was sent for the last question, and when, in milliseconds since 1970. */
  readonly sent: readonly { readonly event: string; readonly at: number }[]
  /** Connections that ended before their answer did. */
  aborted(): number
  tell(...answers: Told[]): void
  /** Forgets what was told and not asked for. */
  clear(): void
  /** Whether pages of other origins may ask from now on. */
  allowPages(may: boolean): void
  /** What is answered when nothing was told. */
  always(answer: Told): void
  close(): Promise<void>
}

const wires: { readonly [ending: string]: Wire } = {
  "/messages": anthropicWire,
  "/chat/completions": openaiWire,
}

/** Starts the double. */
export async function serveModels(
  options: {
    /** The key that is accepted; any, and none, if left out. */
    readonly key?: string
    /** The models that there are; any if left out. */
    readonly models?: readonly string[]
    readonly port?: number
  } = {},
): Promise<ModelServer> {
  const { key, models } = options
  let cors = true
  const queue: Told[] = []
  const asked: Asked[] = []
  let usual: Told = { text: "Hello from the double." }
  let sent: { event: string; at: number }[] = []
  let aborted = 0

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (cors) allowPages(request, response)
    if (request.method === "OPTIONS") return void response.writeHead(cors ? 204 : 405).end()
    const path = new URL(request.url ?? "/", "http://localhost").pathname
    const question: Asked = { path, headers: headersOf(request), body: await bodyOf(request) }
    asked.push(question)
    const wire = Object.entries(wires).find(([ending]) => path.endsWith(ending))?.[1]
    const say = (status: number, error: { type?: string; code?: string; message: string }) =>
      response
        .writeHead(status, { "content-type": "application/json" })
        .end((wire ?? openaiWire).error(status, error))
    const given = question.headers["x-api-key"] ?? question.headers.authorization?.replace(/^Bearer /, "")
    if (key !== undefined && given !== key) {
      const shown = `${String(given).slice(0, 7)}****${String(given).slice(-4)}`
      return void say(401, {
        type: "authentication_error",
        code: "invalid_api_key",
        message: `Incorrect API key provided: ${shown}`,
      })
    }
    const { model } = question.body ?? {}
    if (models && typeof model === "string" && !models.includes(model)) {
      return void say(404, { type: "not_found_error", code: "model_not_found", message: `model: ${model}` })
    }
    if (path.endsWith("/models")) {
      const data = (models ?? ["m-1"]).map(id => ({ id, object: "model" }))
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data }))
      return
    }
    if (path.endsWith("/embeddings")) return void embed(response, question, toldVectors())
    if (wire === undefined) return void say(404, { type: "not_found_error", message: `nothing at ${path}` })
    await tellOne(queue.shift() ?? usual, wire, question, response)
  }

  function toldVectors() {
    const [next] = queue
    if (next === undefined || !("vectors" in next)) return undefined
    queue.shift()
    return next.vectors
  }

  async function tellOne(told: Told, wire: Wire, question: Asked, response: ServerResponse): Promise<void> {
    sent = []
    response.on("close", () => {
      if (!response.writableFinished) aborted++
    })
    if ("hang" in told || "vectors" in told) return
    if ("status" in told) {
      const body = told.body ?? wire.error(told.status, told.error ?? {})
      const type = told.body === undefined ? "application/json" : "text/html"
      response.writeHead(told.status, { "content-type": type, ...told.headers }).end(body)
      return
    }
    if ("raw" in told)
      return void response.writeHead(200, { "content-type": told.type ?? "text/event-stream" }).end(told.raw)
    const full = fullAnswer(told)
    if (question.body?.stream !== true) {
      response.writeHead(200, { "content-type": "application/json" }).end(wire.whole(full, question))
      return
    }
    response.writeHead(200, { "content-type": "text/event-stream" })
    const events = wire.stream(full, question)
    const isWhole = !("cut" in told || "thenError" in told)
    const pieces = isWhole ? events : events.slice(0, Math.max(2, events.length - 3))
    const every = "every" in told ? (told.every ?? 0) : 0
    const began = performance.now()
    for (const [at, event] of pieces.entries()) {
      if (response.destroyed) return
      sent.push({ event, at: performance.timeOrigin + performance.now() })
      const isTaken = response.write(event)
      // Counted from the beginning, so that timers that are late do not add up.
      const wait = began + (at + 1) * every - performance.now()
      if (every > 0) await new Promise(go => setTimeout(go, Math.max(0, wait)))
      else if (!isTaken) await drained(response)
    }
    if ("cut" in told) {
      await new Promise(go => setTimeout(go, 20))
      return void response.destroy()
    }
    if ("thenError" in told) response.write(wire.errorEvent(told.thenError))
    response.end()
  }

  await new Promise<void>(go => server.listen(options.port ?? 0, "127.0.0.1", go))
  const { port } = server.address() as AddressInfo
  return {
    anthropic: `http://localhost:${port}`,
    openai: `http://localhost:${port}/v1`,
    asked,
    get sent() {
      return sent
    },
    aborted: () => aborted,
    tell: (...answers) => void queue.push(...answers),
    clear: () => void queue.splice(0),
    allowPages: may => {
      cors = may
    },
    always: answer => {
      usual = answer
    },
    close: () =>
      new Promise(go => {
        server.closeAllConnections()
        server.close(() => go())
      }),
  }
}

function allowPages(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", request.headers.origin ?? "*")
  response.setHeader("access-control-allow-methods", "GET, POST, OPTIONS")
  // As a local server does it: only what is known is allowed, so that a header too many is found out.
  response.setHeader(
    "access-control-allow-headers",
    "authorization, content-type, x-api-key, anthropic-version, anthropic-dangerous-direct-browser-access",
  )
  response.setHeader("access-control-expose-headers", "retry-after, request-id")
}

function headersOf({ headers }: IncomingMessage): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return text === "" ? null : JSON.parse(text)
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise(go => {
    const on = (): void => {
      response.off("drain", on)
      response.off("close", on)
      go()
    }
    response.on("drain", on)
    response.on("close", on)
  })
}

function fullAnswer(
  told: Exclude<Told, { status: number } | { raw: string } | { hang: true } | { vectors: unknown }>,
): ToldAnswer {
  if ("letters" in told) {
    const text = "lorem ipsum ".repeat(Math.ceil(told.letters / 12)).slice(0, told.letters)
    return { text, calls: [], stop: "end", usage: { input: 10, output: told.letters / 4 }, piece: 16_384 }
  }
  if ("cut" in told)
    return { text: told.cut, calls: [], stop: "end", usage: { input: 10, output: 5 }, piece: 3 }
  const answer: Exclude<
    Told,
    | { cut: string }
    | { letters: number }
    | { status: number }
    | { raw: string }
    | { hang: true }
    | { vectors: unknown }
  > = told
  const calls = "calls" in answer ? (answer.calls ?? []) : []
  return {
    text: answer.text ?? "",
    calls: calls.map(({ name, input }) => ({
      name,
      input: typeof input === "string" ? input : JSON.stringify(input),
    })),
    stop: ("stop" in answer ? answer.stop : undefined) ?? (calls.length > 0 ? "tool" : "end"),
    usage: ("usage" in answer ? answer.usage : undefined) ?? { input: 10, output: 5 },
    piece: ("piece" in answer ? answer.piece : undefined) ?? 7,
  }
}

/** A vector for each text: those that were told, or ones that follow from its letters. */
function embed(response: ServerResponse, { body }: Asked, told?: readonly (readonly number[])[]): void {
  const texts: string[] = [body.input].flat()
  const data = texts.map((text, index) => ({
    object: "embedding",
    index,
    embedding: told?.[index] ?? [text.length, text.charCodeAt(0) || 0, 1],
  }))
  const usage = { prompt_tokens: texts.join("").length, total_tokens: texts.join("").length }
  response
    .writeHead(200, { "content-type": "application/json" })
    .end(JSON.stringify({ object: "list", model: body.model, data, usage }))
}
