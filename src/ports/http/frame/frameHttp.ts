import { formatDuration } from "../../../lib/durations.ts"
import { err, ok, type Result } from "../../../lib/result.ts"
import { type Address, parseAddress } from "../../../model/address.ts"
import { httpProblem } from "../../../model/httpProblems.ts"
import type { HttpPort, HttpRequest, HttpResponse } from "../../../model/ports.ts"
import type { Problem } from "../../../model/problems.ts"
import { showTokens } from "../../../syntax/secretTokens.ts"
import { unanswered, unsent } from "../../sent.ts"
import { longestTimer, usualLargest, usualTimeout } from "../limits.ts"
import { frameRequestOf, knownAddress } from "../prepareRequest.ts"
import { readBody } from "../readBody.ts"
import { stoppedProblem } from "../transport.ts"
import type { FrameLine } from "./frameClient.ts"
import { problemInError } from "./grantedFetch.ts"

/*
 * Requests from a page. They leave from a run frame, so the browser itself keeps them to the granted hosts, wherever
 * a server sends on to. One time limit holds for everything, from the first hop to the last byte. A status that says
 * no is an answer like any other: the step reads it.
 */

/** What requests from a page are handed. */
export interface FrameHttpParts {
  /** Why the address may not be asked; null if it may. */
  readonly mayReach: (address: Address) => Problem | null
  readonly line: () => Promise<FrameLine>
  /** The address of the proxy that asks the host in the page's place; undefined where none does. */
  readonly proxyFor?: (address: Address) => string | undefined
}

/** The http port of a page. */
export function createFrameHttp(parts: FrameHttpParts): HttpPort {
  return {
    async send(request, signal) {
      const address = knownAddress(request.url)
      if (!address.ok) return err(unsent(address.error))
      const refused = address.value && parts.mayReach(address.value)
      if (refused) return err(unsent(refused))
      const host = address.value?.host ?? "The host"
      if (signal?.aborted) return err(unsent(stoppedProblem(host)))
      const limit = Math.min(request.timeout ?? usualTimeout, longestTimer)
      const timer = new AbortController()
      const timeout = setTimeout(() => timer.abort(), limit)
      const stop = signal ? AbortSignal.any([signal, timer.signal]) : timer.signal
      try {
        const response = await ask(parts, request, address.value, stop)
        if (!stop.aborted) return response
      } catch (cause) {
        const problem = problemInError(cause)
        if (problem) return err(problem)
        if (!stop.aborted) throw cause
      } finally {
        clearTimeout(timeout)
      }
      if (signal?.aborted) return err(unanswered(stoppedProblem(host)))
      return err(unanswered(httpProblem("http_too_slow", { host, limit: formatDuration(limit) })))
    },
  }
}

async function ask(
  { mayReach, line, proxyFor }: FrameHttpParts,
  request: HttpRequest,
  address: Address | null,
  signal: AbortSignal,
): Promise<Result<HttpResponse, Problem>> {
  const proxy = address === null ? undefined : proxyFor?.(address)
  const sent = { ...frameRequestOf(request), ...(proxy === undefined ? {} : { proxy }) }
  const given = await (await line()).send(sent, signal)
  if (!given.ok) return given
  const { head, body: stream } = given.value
  const end = parseAddress(head.url)
  const refused = proxy === undefined && end.ok ? mayReach(end.value) : null
  if (refused) {
    await stream?.cancel()
    return err(refused)
  }
  const headers = new Headers(head.headers.map(([name, value]) => [name, value]))
  const most = request.largest ?? usualLargest
  const host = address?.host ?? (end.ok ? end.value.host : "The host")
  const body = await readBody({ headers, body: stream }, { host, most, isHead: request.method === "HEAD" })
  if (!body.ok) return body
  const url = proxy === undefined || address === null ? head.url : showTokens(address.href)
  return ok({ status: head.status, url, headers: Object.fromEntries(headers), body: body.value })
}
