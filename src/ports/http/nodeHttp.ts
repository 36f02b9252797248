import { lookup } from "node:dns/promises"
import { formatDuration } from "../../lib/durations.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { type Address, parseAddress } from "../../model/address.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { HttpPort, HttpRequest, HttpResponse } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { redactBytes, redactText } from "../secrets/redact.ts"
import { type SecretSource, type SecretValue, secretFor } from "../secrets/secretSource.ts"
import { unanswered, unsent } from "../sent.ts"
import { nextHop } from "./hops.ts"
import { longestTimer, usualLargest, usualTimeout } from "./limits.ts"
import { readBody } from "./readBody.ts"
import { cleanHeaders, withSecret } from "./requestHeaders.ts"
import { problemOfFetch, stoppedProblem } from "./transport.ts"

/*
 * Requests from Node. Where a server sends on to is followed by hand, hop by hop, and each is asked about before it
 * is sent; a request with a secret is not followed at all. One time limit holds for everything, from the first hop
 * to the last byte. A status that says no is an answer like any other: the step reads it.
 *
 *     const http = createNodeHttp({ mayReach: reachOf(grants), secrets })
 *     await http.send({ method: "GET", url: "https://api.example.com/items", secret: "shop" }, signal)
 */

/** What requests from Node are handed. */
export interface NodeHttpParts {
  /** Why the address may not be asked; null if it may. Every hop is asked about. */
  readonly mayReach: (address: Address) => Problem | null
  readonly secrets: SecretSource
  /** The numbers that a host's name stands for; the system's own answer if left out. */
  readonly lookUp?: (host: string) => Promise<readonly string[]>
}

/** How often a request is sent on. */
const mostHops = 20

/** The http port of the terminal. */
export function createNodeHttp(parts: NodeHttpParts): HttpPort {
  return {
    async send(request, signal) {
      const address = parseAddress(request.url)
      if (!address.ok) return err(unsent(address.error))
      const { host: first } = address.value
      if (signal?.aborted) return err(unsent(stoppedProblem(first)))
      const limit = Math.min(request.timeout ?? usualTimeout, longestTimer)
      const timer = new AbortController()
      const timeout = setTimeout(() => timer.abort(), limit)
      const journey: Journey = { hops: -1, host: first }
      const stop = signal ? AbortSignal.any([signal, timer.signal]) : timer.signal
      try {
        const prepared = await prepare(parts, request, address.value, stop)
        if (!prepared.ok) return err(unsent(prepared.error))
        const { secret } = prepared.value
        const response = await follow(parts, request, prepared.value, journey, stop)
        return response.ok && secret ? ok(redacted(response.value, secret)) : response
      } catch (cause) {
        const { host, hops } = journey
        const marked = hops < 0 ? unsent : unanswered
        if (signal?.aborted) return err(marked(stoppedProblem(host)))
        if (timer.signal.aborted) {
          const slow = httpProblem("http_too_slow", { host, limit: formatDuration(limit) })
          return err(marked(slow))
        }
        const problem = problemOfFetch(cause, host)
        return err(hops > 0 ? unanswered(problem) : problem)
      } finally {
        clearTimeout(timeout)
      }
    },
  }
}

/** How far a request has come: below zero nothing has gone out. */
interface Journey {
  hops: number
  host: string
}

interface Prepared {
  readonly address: Address
  readonly headers: Headers
  readonly secret: SecretValue | null
}

async function prepare(
  parts: NodeHttpParts,
  request: HttpRequest,
  address: Address,
  signal: AbortSignal,
): Promise<Result<Prepared, Problem>> {
  const refused = await refusalOf(parts, address, signal)
  if (refused) return err(refused)
  const headers = cleanHeaders(request.headers ?? {})
  if (!headers.ok) return headers
  if (request.secret === undefined) return ok({ address, headers: headers.value, secret: null })
  const secret = await secretFor(parts.secrets, request.secret, address)
  if (!secret.ok) return secret
  const signed = withSecret(headers.value, secret.value, request.secret)
  return signed.ok ? ok({ address, headers: signed.value, secret: secret.value }) : signed
}

async function follow(
  parts: NodeHttpParts,
  request: HttpRequest,
  { address, headers, secret }: Prepared,
  journey: Journey,
  signal: AbortSignal,
): Promise<Result<HttpResponse, Problem>> {
  const most = request.largest ?? usualLargest
  journey.hops = 0
  let hop = { method: request.method, address, headers, body: request.body }
  for (;;) {
    const response = await fetch(hop.address.href, {
      method: hop.method,
      headers: hop.headers,
      redirect: "manual",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal,
      ...(hop.body === undefined ? {} : { body: hop.body as BodyInit }),
    })
    const next = secret === null ? nextHop(hop, response) : null
    if (next === null) return readResponse(response, hop.method, hop.address, most)
    await response.body?.cancel()
    if (!next.ok) return next
    journey.hops++
    journey.host = next.value.address.host
    if (journey.hops > mostHops) return err(httpProblem("http_hops", { host: address.host, most: mostHops }))
    const refused = await refusalOf(parts, next.value.address, signal)
    if (refused) return err(refused)
    hop = next.value
  }
}

/**
 * Why the address may not be asked. Any name can be made to lead to this computer or the network around it, so one
 * that does counts as local. (A name that answers anew between this look and the next is not caught here.)
 */
async function refusalOf(
  { mayReach, lookUp = lookUpHere }: NodeHttpParts,
  address: Address,
  signal: AbortSignal,
): Promise<Problem | null> {
  const refused = mayReach(address)
  if (refused || address.isLocal || isNumeric(address.host)) return refused
  const found = await orAbort(lookUp(address.host), signal)
  return found.some(isLocalNumber) ? mayReach({ ...address, isLocal: true }) : null
}

function isLocalNumber(number: string): boolean {
  const address = parseAddress(`http://${number.includes(":") ? `[${number}]` : number}/`)
  return !address.ok || address.value.isLocal
}

function isNumeric(host: string): boolean {
  return host.startsWith("[") || /^[\d.]+$/.test(host)
}

/** A name that leads nowhere is left to the request, which says so. */
async function lookUpHere(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.map(({ address }) => address)
}

function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((go, fail) => {
    const stop = (): void => fail(signal.reason)
    signal.addEventListener("abort", stop)
    work.then(go, fail).finally(() => signal.removeEventListener("abort", stop))
  })
}

async function readResponse(
  response: Response,
  method: string,
  address: Address,
  most: number,
): Promise<Result<HttpResponse, Problem>> {
  const body = await readBody(response, { host: address.host, most, isHead: method === "HEAD" })
  if (!body.ok) return body
  const headers = Object.fromEntries(response.headers)
  return ok({ status: response.status, url: address.href, headers, body: body.value })
}

/** The response without the secret, should the server have sent it back. */
function redacted(response: HttpResponse, { value }: SecretValue): HttpResponse {
  const headers = Object.entries(response.headers).map(([name, text]) => [name, redactText(text, [value])])
  const body = redactBytes(response.body, [value])
  // The length that was announced is that of what came.
  const kept = body === response.body ? headers : headers.filter(([name]) => name !== "content-length")
  return { ...response, headers: Object.fromEntries(kept), body }
}
