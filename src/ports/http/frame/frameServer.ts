import { joinBytes } from "../../../lib/joinBytes.ts"
import { err, ok, type Result } from "../../../lib/result.ts"
import { httpProblem } from "../../../model/httpProblems.ts"
import type { Problem } from "../../../model/problems.ts"
import { redactorFor } from "../../secrets/createEventRedactor.ts"
import type { Redactor } from "../../secrets/createRedactor.ts"
import { redactText } from "../../secrets/redact.ts"
import type { SecretSource } from "../../secrets/secretSource.ts"
import { unanswered, unsent } from "../../sent.ts"
import { prepareRequest } from "../prepareRequest.ts"
import type { FrameHead, FrameRequest, FromFrame, ToFrame } from "./frameMessages.ts"

/*
 * What the run frame's worker does: it asks the network, and unwraps the secrets of a request just before that. Which
 * hosts it can reach is not decided here: the browser refuses all others, whatever is asked.
 */

/** A line to whoever asks. */
export interface FramePort {
  postMessage(message: FromFrame, transfer?: Transferable[]): void
}

/** What the worker is handed. */
export interface FrameServerParts {
  readonly fetch: typeof fetch
  readonly secrets: SecretSource
  /** What made the request fail that fetch gave up on. */
  readonly explain: (request: Request, signal: AbortSignal) => Promise<Problem>
}

/** Hears what is asked. */
export interface FrameServer {
  take(message: ToFrame): void
}

/** After a piece, what comes within so many milliseconds goes together: a model says a word in each of its pieces. */
const gathering = 16
/** With so many bytes a piece goes at once. */
const largePiece = 16_384

interface UnderWay {
  readonly stop: AbortController
  reader?: ReadableStreamDefaultReader<Uint8Array>
  /** A read that was begun, and had not ended when the last piece was due. */
  reading?: Promise<ReadableStreamReadResult<Uint8Array>> | undefined
  /** Ends when the next piece may go. */
  rest?: Promise<"rested"> | undefined
  redactor: Redactor | null
}

/** Serves one line. */
export function createFrameServer(port: FramePort, parts: FrameServerParts): FrameServer {
  const underWay = new Map<number, UnderWay>()

  async function send(id: number, request: FrameRequest): Promise<void> {
    const one: UnderWay = { stop: new AbortController(), redactor: null }
    underWay.set(id, one)
    const begun = await begin(request, parts, one.stop.signal)
    if (one.stop.signal.aborted) return
    if (!begun.ok) {
      underWay.delete(id)
      port.postMessage({ type: "failed", id, problem: begun.error })
      return
    }
    const { response, values } = begun.value
    const head = headOf(response, values)
    if (response.body === null) underWay.delete(id)
    else {
      one.reader = response.body.getReader()
      if (values.length > 0) one.redactor = redactorFor(response.headers.get("content-type"), values)
    }
    port.postMessage({ type: "head", id, head })
  }

  function sendPiece(id: number, one: UnderWay, bytes: Uint8Array): void {
    // What shares its memory with other bytes cannot be given away.
    const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
    port.postMessage({ type: "piece", id, bytes: own }, [own.buffer as ArrayBuffer])
    if (own.byteLength >= largePiece) return
    one.rest = new Promise(go => setTimeout(go, gathering, "rested"))
  }

  async function more(id: number): Promise<void> {
    const one = underWay.get(id)
    if (one?.reader === undefined) return
    const gathered: Uint8Array[] = []
    let size = 0
    let isOver: "end" | "cut" | undefined
    while (isOver === undefined) {
      one.reading ??= one.reader.read()
      const read = await Promise.race([one.reading, ...(one.rest === undefined ? [] : [one.rest])]).catch(
        () => "cut" as const,
      )
      if (one.stop.signal.aborted) return
      if (read === "rested") one.rest = undefined
      else if (read === "cut") isOver = "cut"
      else {
        one.reading = undefined
        if (read.done) isOver = "end"
        const bytes = read.done ? one.redactor?.end() : (one.redactor?.push(read.value) ?? read.value)
        if (bytes !== undefined && bytes.length > 0) gathered.push(bytes)
        size += bytes?.length ?? 0
      }
      const isDue = isOver !== undefined || one.rest === undefined || size >= largePiece
      if (size === 0 || !isDue) continue
      const [only] = gathered
      sendPiece(id, one, only !== undefined && gathered.length === 1 ? only : joinBytes(gathered))
      break
    }
    if (isOver === undefined) return
    underWay.delete(id)
    port.postMessage({ type: isOver, id })
  }

  return {
    take(message) {
      if (message.type === "send") void send(message.id, message.request)
      else if (message.type === "more") void more(message.id)
      else {
        const one = underWay.get(message.id)
        underWay.delete(message.id)
        one?.stop.abort()
        // A signal that a request was made with can be lost with it, once its answer has begun.
        void one?.reader?.cancel().catch(() => {})
      }
    },
  }
}

interface Begun {
  readonly response: Response
  /** What the answer may hold and nobody is to see. */
  readonly values: readonly string[]
}

async function begin(
  request: FrameRequest,
  parts: FrameServerParts,
  signal: AbortSignal,
): Promise<Result<Begun, Problem>> {
  const prepared = await prepareRequest(request, parts.secrets)
  if (!prepared.ok) return err(unsent(prepared.error))
  const { values, target, sentTo, method, headers, body } = prepared.value
  const { host } = target
  const asked = new Request(sentTo.href, {
    ...{ method, headers, ...(body === undefined ? {} : { body: body as BodyInit }) },
    // Where a request with a secret is sent on to, that must not follow.
    redirect: values.length > 0 ? "manual" : "follow",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    signal,
  })
  try {
    const response = await parts.fetch(asked)
    if (response.type === "opaqueredirect") return err(httpProblem("http_hop_unseen", { host }))
    return ok({ response, values })
  } catch {
    if (signal.aborted) return err(unanswered(httpProblem("http_stopped", { host })))
    return err(await parts.explain(asked, signal))
  }
}

function headOf(response: Response, values: readonly string[]): FrameHead {
  const { status, statusText, url } = response
  const clean = (text: string) => redactText(text, values)
  return {
    ...{ status, statusText: clean(statusText), url: clean(url), hasBody: response.body !== null },
    headers: [...response.headers].map(([name, value]) => [name, clean(value)]),
  }
}
