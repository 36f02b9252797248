import { lookup } from "node:dns/promises"
import { err, ok, type Result } from "../../lib/result.ts"
import { type Address, parseAddress } from "../../model/address.ts"
import type { ByteStream } from "../../model/byteStream.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { HttpPort, HttpRequest, HttpStreamed } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { redactorFor } from "../secrets/createEventRedactor.ts"
import { redactText } from "../secrets/redact.ts"
import type { SecretSource } from "../secrets/secretSource.ts"
import { unanswered, unsent } from "../sent.ts"
import { type Hop, nextHop } from "./hops.ts"
import { type Begun, openWithin, sendBy } from "./opening.ts"
import { createPinnedFetch, type PinnedFetch } from "./pinnedFetch.ts"
import { frameRequestOf, knownAddress, type PreparedRequest, prepareRequest } from "./prepareRequest.ts"
import { problemOfFetch } from "./transport.ts"

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
  const ask = createPinnedFetch()
  const open: HttpPort["open"] = async (request, signal) => {
    const address = knownAddress(request.url)
    if (!address.ok) return err(unsent(address.error))
    const journey: Journey = { hops: -1, host: address.value?.host ?? "The host", numbers: null }
    let values: readonly string[] = []
    const opened = await openWithin({
      ...{ request, signal },
      host: () => journey.host,
      mark: problem => (journey.hops < 0 ? unsent(problem) : unanswered(problem)),
      failed(cause) {
        const problem = problemOfFetch(cause, journey.host)
        return journey.hops > 0 ? unanswered(problem) : problem
      },
      async begin(stop) {
        const prepared = await prepare(parts, request, address.value, journey, stop)
        if (!prepared.ok) return err(unsent(prepared.error))
        values = prepared.value.values
        return follow({ ...parts, ask }, request, prepared.value, journey, stop)
      },
    })
    return opened.ok && values.length > 0 ? ok(redacted(opened.value, values)) : opened
  }
  return { open, send: sendBy(open) }
}

/** How far a request has come: below zero nothing has gone out. */
interface Journey {
  hops: number
  host: string
  /** What the host's name was found to stand for; null where there was nothing to find. */
  numbers: readonly string[] | null
}

async function prepare(
  parts: NodeHttpParts,
  request: HttpRequest,
  known: Address | null,
  journey: Journey,
  signal: AbortSignal,
): Promise<Result<PreparedRequest, Problem>> {
  const early = known && (await refusalOf(parts, known, journey, signal))
  if (early) return err(early)
  const prepared = await prepareRequest(frameRequestOf(request), parts.secrets)
  if (!prepared.ok || known !== null) return prepared
  const refused = await refusalOf(parts, prepared.value.target, journey, signal)
  return refused ? err(refused) : prepared
}

async function follow(
  parts: NodeHttpParts & { readonly ask: PinnedFetch },
  request: HttpRequest,
  { target: address, headers, body, values }: PreparedRequest,
  journey: Journey,
  signal: AbortSignal,
): Promise<Result<Begun, Problem>> {
  journey.hops = 0
  let hop: Hop = { method: request.method, address, headers, body }
  for (;;) {
    const response = await parts.ask(hop.address, journey.numbers, {
      method: hop.method,
      headers: [...hop.headers],
      redirect: "manual",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal,
      ...(hop.body === undefined ? {} : { body: hop.body }),
    })
    const next = values.length === 0 ? nextHop(hop, response) : null
    if (next === null) {
      const { status, body } = response
      return ok({
        status,
        url: hop.address.href,
        headers: Object.fromEntries(response.headers),
        body: body as ByteStream | null,
      })
    }
    await response.body?.cancel()
    if (!next.ok) return next
    journey.hops++
    journey.host = next.value.address.host
    if (journey.hops > mostHops) return err(httpProblem("http_hops", { host: address.host, most: mostHops }))
    const refused = await refusalOf(parts, next.value.address, journey, signal)
    if (refused) return err(refused)
    hop = next.value
  }
}

/**
 * Why the address may not be asked. Any name can be made to lead to this computer or the network around it, so one
 * that does counts as local. What was found is what will be asked.
 */
async function refusalOf(
  { mayReach, lookUp = lookUpHere }: NodeHttpParts,
  address: Address,
  journey: Journey,
  signal: AbortSignal,
): Promise<Problem | null> {
  journey.numbers = null
  const refused = mayReach(address)
  if (refused || address.isLocal || isNumeric(address.host)) return refused
  const found = await orAbort(lookUp(address.host), signal)
  journey.numbers = found
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

/** The response without the secrets, should the server have sent them back. */
function redacted(response: HttpStreamed, values: readonly string[]): HttpStreamed {
  const redactor = redactorFor(response.headers["content-type"] ?? null, values)
  const clean = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => controller.enqueue(redactor.push(piece)),
    flush: controller => controller.enqueue(redactor.end()),
  })
  // The length that was announced need not be that of what is left.
  const headers = Object.entries(response.headers)
    .filter(([name]) => name !== "content-length")
    .map(([name, text]) => [name, redactText(text, values)])
  return {
    ...response,
    ...{ url: redactText(response.url, values), headers: Object.fromEntries(headers) },
    body: response.body.pipeThrough(clean),
  }
}
