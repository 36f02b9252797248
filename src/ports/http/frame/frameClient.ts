import { err, ok, type Result } from "../../../lib/result.ts"
import { httpProblem } from "../../../model/httpProblems.ts"
import type { Problem } from "../../../model/problems.ts"
import { unanswered, unsent } from "../../sent.ts"
import type { FrameHead, FrameRequest, FromFrame } from "./frameMessages.ts"

/** The beginning of an answer, and its body as it is called for. */
export interface FrameResponse {
  readonly head: FrameHead
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null
}

/** A line to the worker of a run frame. */
export interface FrameLine {
  /** The signal ends the connection, wherever it is. */
  send(request: FrameRequest, signal?: AbortSignal): Promise<Result<FrameResponse, Problem>>
  /** How many answers are under way. */
  busy(): number
  /** The worker is gone: whatever is under way fails. */
  end(): void
}

interface Asked {
  hear(message: FromFrame): void
  fail(problem: Problem): void
}

/** Makes a line over a port that leads to a worker. */
export function createFrameClient(port: MessagePort): FrameLine {
  const asked = new Map<number, Asked>()
  let last = 0
  let gone = false
  port.onmessage = ({ data }: MessageEvent<FromFrame>) => asked.get(data.id)?.hear(data)

  function send(request: FrameRequest, signal?: AbortSignal): Promise<Result<FrameResponse, Problem>> {
    const id = ++last
    const host = hostOf(request)
    return new Promise(answer => {
      if (gone) return answer(err(unsent(httpProblem("http_no_frame", { why: "it is gone" }))))
      if (signal?.aborted) return answer(err(unsent(httpProblem("http_stopped", { host }))))
      const body = createBody(() => port.postMessage({ type: "more", id }), stop)
      const done = (): void => {
        asked.delete(id)
        signal?.removeEventListener("abort", abort)
      }
      function stop(): void {
        port.postMessage({ type: "stop", id })
        done()
      }
      function abort(): void {
        stop()
        answer(err(unanswered(httpProblem("http_stopped", { host }))))
        body.fail(signal?.reason)
      }
      signal?.addEventListener("abort", abort)
      asked.set(id, {
        hear(message) {
          if (message.type === "head") {
            if (!message.head.hasBody) done()
            answer(ok({ head: message.head, body: message.head.hasBody ? body.stream : null }))
          } else if (message.type === "piece") body.give(message.bytes as Uint8Array<ArrayBuffer>)
          else {
            done()
            if (message.type === "failed") answer(err(message.problem))
            else if (message.type === "end") body.end()
            else body.fail(new TypeError("The connection ended before the answer was whole"))
          }
        },
        fail(problem) {
          done()
          answer(err(problem))
          body.fail(new TypeError(problem.message))
        },
      })
      port.postMessage({ type: "send", id, request })
    })
  }

  return {
    send,
    busy: () => asked.size,
    end() {
      gone = true
      const problem = unanswered(httpProblem("http_no_frame", { why: "it is gone" }))
      for (const one of asked.values()) one.fail(problem)
      port.close()
    },
  }
}

function hostOf({ url }: FrameRequest): string {
  const text = typeof url === "string" ? url : url.filter(part => typeof part === "string").join("")
  return URL.canParse(text) ? new URL(text).host : "The host"
}

/** A stream that calls for a piece when one is wanted. */
function createBody(more: () => void, stop: () => void) {
  let control: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined
  let given = (): void => {}
  let isOver = false
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(controller) {
        control = controller
      },
      pull() {
        more()
        return new Promise<void>(go => {
          given = go
        })
      },
      cancel() {
        isOver = true
        stop()
      },
    },
    { highWaterMark: 0 },
  )
  const finish = (how: () => void): void => {
    if (!isOver) how()
    isOver = true
    given()
  }
  return {
    stream,
    give(bytes: Uint8Array<ArrayBuffer>) {
      control?.enqueue(bytes)
      given()
    },
    end: () => finish(() => control?.close()),
    fail: (cause: unknown) => finish(() => control?.error(cause)),
  }
}
