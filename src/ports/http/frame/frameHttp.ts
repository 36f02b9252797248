import { err, ok, type Result } from "../../../lib/result.ts"
import { type Address, parseAddress } from "../../../model/address.ts"
import type { HttpPort, HttpRequest } from "../../../model/ports.ts"
import type { Problem } from "../../../model/problems.ts"
import { showTokens } from "../../../syntax/secretTokens.ts"
import { unanswered, unsent } from "../../sent.ts"
import { type Begun, openWithin, sendBy } from "../opening.ts"
import { frameRequestOf, knownAddress } from "../prepareRequest.ts"
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
  /** The line over which the request goes: to the host itself, or to the proxy. */
  readonly line: (isProxied: boolean) => Promise<FrameLine>
  /** The address of the proxy that asks the host in the page's place; undefined where none does. */
  readonly proxyFor?: (address: Address) => string | undefined
}

/** The http port of a page. */
export function createFrameHttp(parts: FrameHttpParts): HttpPort {
  const open: HttpPort["open"] = async (request, signal) => {
    const address = knownAddress(request.url)
    if (!address.ok) return err(unsent(address.error))
    const refused = address.value && parts.mayReach(address.value)
    if (refused) return err(unsent(refused))
    return openWithin({
      ...{ request, signal, mark: unanswered },
      host: () => address.value?.host ?? "The host",
      failed(cause) {
        const problem = problemInError(cause)
        if (problem) return problem
        throw cause
      },
      begin: stop => ask(parts, request, address.value, stop),
    })
  }
  return { open, send: sendBy(open) }
}

async function ask(
  { mayReach, line, proxyFor }: FrameHttpParts,
  request: HttpRequest,
  address: Address | null,
  signal: AbortSignal,
): Promise<Result<Begun, Problem>> {
  const proxy = address === null ? undefined : proxyFor?.(address)
  const sent = { ...frameRequestOf(request), ...(proxy === undefined ? {} : { proxy }) }
  const given = await (await line(proxy !== undefined)).send(sent, signal)
  if (!given.ok) return given
  const { head, body } = given.value
  const end = parseAddress(head.url)
  const refused = proxy === undefined && end.ok ? mayReach(end.value) : null
  if (refused) {
    await body?.cancel()
    return err(refused)
  }
  const headers = Object.fromEntries(new Headers(head.headers.map(([name, value]) => [name, value])))
  const url = proxy === undefined || address === null ? head.url : showTokens(address.href)
  return ok({ status: head.status, url, headers, body })
}
