import { formatDuration } from "../../lib/durations.ts"
import { joinBytes } from "../../lib/joinBytes.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { type ByteStream, StreamFailure } from "../../model/byteStream.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { HttpPort, HttpRequest, HttpStreamed } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { unanswered, unsent } from "../sent.ts"
import { longestTimer, usualLargest, usualTimeout } from "./limits.ts"
import { stoppedProblem } from "./transport.ts"

/*
 * One time limit holds for everything, from the first hop to the last byte, and one for the size. An answer is opened,
 * and its body comes as it is read; to have it whole is to open it and read it to the end.
 *
 *     open ──▶ head, body ──▶ … pieces …        send = open, then all pieces
 */

/** The beginning of an answer as it came, its body without any limit yet. */
export interface Begun {
  readonly status: number
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: ByteStream | null
}

/** How a request is asked. */
export interface Asking {
  readonly request: HttpRequest
  readonly signal: AbortSignal | undefined
  /** The host that is being asked now. */
  readonly host: () => string
  /** Says of a problem whether anything had gone out by then. */
  readonly mark: (problem: Problem) => Problem
  /** What an error that was thrown comes to; a bug is thrown on. */
  readonly failed: (cause: unknown) => Problem
  readonly begin: (stop: AbortSignal) => Promise<Result<Begun, Problem>>
}

/** Opens an answer within the limits of its request. */
export async function openWithin(asking: Asking): Promise<Result<HttpStreamed, Problem>> {
  const { request, signal, host, mark } = asking
  if (signal?.aborted) return err(unsent(stoppedProblem(host())))
  const limit = Math.min(request.timeout ?? usualTimeout, longestTimer)
  const timer = new AbortController()
  const timeout = setTimeout(() => timer.abort(), limit)
  const stop = signal ? AbortSignal.any([signal, timer.signal]) : timer.signal
  /** Why the request was stopped, if it was. */
  const stopped = (): Problem | null => {
    if (signal?.aborted) return stoppedProblem(host())
    if (!timer.signal.aborted) return null
    return httpProblem("http_too_slow", { host: host(), limit: formatDuration(limit) })
  }
  const close = (): void => clearTimeout(timeout)
  let isOpen = false
  try {
    const begun = await asking.begin(stop)
    const why = stopped()
    if (why !== null) return err(mark(why))
    if (!begun.ok) return begun
    const body = await limited(begun.value, request, host(), { stop, stopped, close })
    isOpen = body.ok && begun.value.body !== null
    return body.ok ? ok({ ...begun.value, body: body.value }) : body
  } catch (cause) {
    const why = stopped()
    return err(why === null ? asking.failed(cause) : mark(why))
  } finally {
    if (!isOpen) close()
  }
}

interface Limits {
  readonly stop: AbortSignal
  readonly stopped: () => Problem | null
  readonly close: () => void
}

/** The body, which breaks as soon as it grows beyond what is wanted, is cut, or takes too long. */
async function limited(
  { headers, body }: Begun,
  { method, largest: most = usualLargest }: HttpRequest,
  host: string,
  { stop, stopped, close }: Limits,
): Promise<Result<ByteStream, Problem>> {
  const announced = Number(headers["content-length"] ?? 0)
  if (body === null || method === "HEAD") {
    // The answer to HEAD announces a body and has none.
    await body?.cancel()
    close()
    return ok(new ReadableStream({ start: controller => controller.close() }))
  }
  if (announced > most) {
    await body.cancel()
    return err(httpProblem("http_too_large", { host, most }))
  }
  const reader = body.getReader()
  let got = 0
  const broken = (): Problem => {
    const why = stopped()
    if (why !== null) return unanswered(why)
    const size = announced > 0 ? announced : "an unknown number"
    return unanswered(httpProblem("http_cut_body", { host, got, size }))
  }
  // Whoever waits for a piece hears of it: a race against one promise for all pieces would keep every one of them.
  stop.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true })
  return ok(
    new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const read = await reader.read().catch(() => "cut" as const)
          if (stop.aborted || read === "cut") {
            close()
            void reader.cancel().catch(() => {})
            controller.error(new StreamFailure(broken()))
          } else if (read.done) {
            close()
            controller.close()
          } else {
            got += read.value.length
            if (got <= most) return controller.enqueue(read.value)
            close()
            void reader.cancel().catch(() => {})
            controller.error(new StreamFailure(httpProblem("http_too_large", { host, most })))
          }
        },
        cancel() {
          close()
          return reader.cancel()
        },
      },
      { highWaterMark: 0 },
    ),
  )
}

/** Asks for whole answers by opening them. */
export function sendBy(open: HttpPort["open"]): HttpPort["send"] {
  return async (request, signal) => {
    const opened = await open(request, signal)
    if (!opened.ok) return opened
    const pieces: Uint8Array[] = []
    try {
      for await (const piece of opened.value.body) pieces.push(piece)
    } catch (cause) {
      if (cause instanceof StreamFailure) return err(cause.problem)
      throw cause
    }
    return ok({ ...opened.value, body: joinBytes(pieces) })
  }
}
