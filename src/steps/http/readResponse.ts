import { z } from "zod"
import { toBase64 } from "../../lib/base64.ts"
import { joinBytes } from "../../lib/joinBytes.ts"
import { type Json, type JsonMap, own } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { retryAfterOf } from "../../lib/retryAfter.ts"
import { type ByteStream, StreamFailure } from "../../model/byteStream.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { HttpResponse, HttpStreamed } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { anyJson } from "../anyJson.ts"
import { parseJson } from "../parseJson.ts"

/** What was asked, as far as the answer is read by it. */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly secret: string | undefined
  readonly expect: "json" | "text" | "bytes"
  readonly okStatus: readonly number[]
  readonly now: number
}

/** An answer, as steps give it. */
export const answerOutput = z.strictObject({
  status: z.int(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: anyJson,
})

const longestPreview = 2_000
const longestHeader = 4_096

/** The value of a response, or the problem that it is. What a problem keeps of the body is cut short. */
export function readResponse(response: HttpResponse, asked: Asked): Result<JsonMap, Problem> {
  const headers = namedInLowerCase(response.headers)
  const cut = cutBody(response, headers, asked)
  if (cut) return err(cut)
  const { status } = response
  if ((status < 200 || status >= 300) && !asked.okStatus.includes(status)) {
    return err(statusProblem(response, headers, asked))
  }
  const body = bodyOf(response, headers, asked)
  if (!body.ok) return body
  const { "set-cookie": _, ...shown } = headers
  const short = Object.entries(shown).map(([name, value]) => [name, value.slice(0, longestHeader)])
  return ok({ status, url: response.url, headers: Object.fromEntries(short), body: body.value })
}

/** The bytes of an answer as they come, and their type; or the problem that it is. */
export async function readStreamed(
  { body, ...head }: HttpStreamed,
  asked: Pick<Asked, "url" | "secret" | "now">,
  progress: (share: number) => void,
): Promise<Result<{ readonly bytes: ByteStream; readonly type: string }, Problem>> {
  const headers = namedInLowerCase(head.headers)
  if (head.status < 200 || head.status >= 300) {
    const all: Asked = { ...asked, method: "GET", expect: "bytes", okStatus: [] }
    return err(statusProblem({ ...head, body: await beginningOf(body) }, headers, all))
  }
  const size = announcedIn(headers)
  let got = 0
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      got += piece.length
      if (size > 0) progress(Math.min(1, got / size))
      controller.enqueue(piece)
    },
    flush(controller) {
      if (got < size)
        controller.error(
          new StreamFailure(httpProblem("http_cut_body", { host: hostOf(head.url), got, size })),
        )
    },
  })
  return ok({ bytes: body.pipeThrough(counting), type: own(headers, "content-type") ?? "" })
}

/** The first bytes of a body, of which no more is wanted. */
async function beginningOf(body: ByteStream): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of body) {
      pieces.push(piece)
      size += piece.length
      if (size >= longestPreview) break
    }
  } catch {
    // What the status says is said, whatever became of its words.
  }
  return joinBytes(pieces)
}

/** The host of an address, for sentences. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

function namedInLowerCase(headers: HttpResponse["headers"]): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function cutBody(
  response: HttpResponse,
  headers: { readonly [name: string]: string },
  asked: Asked,
): Problem | null {
  if (asked.method === "HEAD") return null
  const size = announcedIn(headers)
  const got = response.body.length
  return got < size ? httpProblem("http_cut_body", { host: hostOf(response.url), got, size }) : null
}

/** How many bytes were announced, where they come as they are; 0 where nothing was. */
function announcedIn(headers: { readonly [name: string]: string }): number {
  const announced = own(headers, "content-length") ?? ""
  const packed = own(headers, "content-encoding") ?? "identity"
  return packed === "identity" && /^\d{1,15}$/.test(announced) ? Number(announced) : 0
}

function statusProblem(
  response: HttpResponse,
  headers: { readonly [name: string]: string },
  asked: Asked,
): Problem {
  const { status, url } = response
  const retryAfter = retryAfterOf(own(headers, "retry-after"), asked.now)
  const body = new TextDecoder().decode(response.body.subarray(0, longestPreview))
  const data = { status, url, body, ...(retryAfter === null ? {} : { retryAfter }) }
  return {
    ...namedStatus(status, url, own(headers, "location") ?? "somewhere", asked.secret ?? "(none)"),
    data,
  }
}

function namedStatus(status: number, url: string, target: string, secret: string): Problem {
  const host = hostOf(url)
  if (status < 400) return httpProblem("http_redirected", { host, status, target })
  if (status === 401) return httpProblem("http_unauthorized", { host, secret })
  if (status === 403) return httpProblem("http_forbidden", { host, secret })
  if (status === 404 || status === 410) {
    return httpProblem("http_not_found", {
      host,
      status,
      path: URL.canParse(url) ? new URL(url).pathname : url,
    })
  }
  if (status === 408) return httpProblem("http_timed_out", { host, status })
  if (status === 425) return httpProblem("http_too_early", { host, status })
  if (status === 429) return httpProblem("http_too_many", { host, status })
  return status >= 500
    ? httpProblem("http_server_error", { host, status })
    : httpProblem("http_refused", { host, status })
}

function bodyOf(
  response: HttpResponse,
  headers: { readonly [name: string]: string },
  asked: Asked,
): Result<Json, Problem> {
  if (asked.expect === "bytes") return ok(toBase64(response.body))
  const host = hostOf(response.url)
  const text = utf8(response.body)
  if (text === null) return err(httpProblem("http_not_text", { host }))
  if (asked.expect === "text") return ok(text)
  const { status } = response
  if (text.trim() === "") {
    const mayBeEmpty = asked.method === "HEAD" || status === 204 || status === 205 || status === 304
    return mayBeEmpty ? ok(null) : err(httpProblem("http_empty_body", { host, status }))
  }
  const parsed = parseJson(text)
  if (parsed.ok) return parsed
  const isPage = /\bhtml\b/i.test(own(headers, "content-type") ?? "") || text.trimStart().startsWith("<")
  const problem = isPage
    ? httpProblem("http_html_not_json", { host })
    : httpProblem("http_bad_json", { host, why: parsed.error })
  return err({ ...problem, data: { status, url: response.url, body: text.slice(0, longestPreview) } })
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
