import { parseAddress } from "../../../model/address.ts"
import { httpProblem } from "../../../model/httpProblems.ts"
import type { Problem } from "../../../model/problems.ts"
import { unanswered, unsent } from "../../sent.ts"

/*
 * A browser does not tell a page why a request failed: a refusal of the server to let web pages read it (CORS), a
 * name that nobody has and a broken cable look the same. What can be found out without harm is found out, for each
 * has another way out.
 */

/** What finding out needs. */
export interface ExplainParts {
  readonly fetch: typeof fetch
  readonly isOnline: () => boolean
  /** Whether the page was loaded safely, and so may not ask addresses that are not. */
  readonly isSecure: boolean
  /** Whether the browser has just refused to reach what this request asked for, or was sent on to. */
  readonly wasForbidden: (href: string) => Promise<boolean>
}

/** How long it may take to find out. */
const patience = 3_000

/** Makes what says why a request failed. */
export function createExplain(parts: ExplainParts) {
  return async (request: Request, signal: AbortSignal): Promise<Problem> => {
    const address = parseAddress(request.url)
    const host = address.ok ? address.value.host : new URL(request.url).host
    if (await parts.wasForbidden(request.url)) return httpProblem("http_hop_elsewhere", { host })
    if (!parts.isOnline()) return unsent(httpProblem("http_offline", { host }))
    const isMixed = parts.isSecure && request.url.startsWith("http:") && !isThisComputer(host)
    if (isMixed) return unsent(httpProblem("http_mixed", { host }))
    // An answer that may not be read is still an answer.
    const isThere = await answers(parts.fetch, request, signal)
    return unanswered(httpProblem(isThere ? "http_not_for_pages" : "http_unheard", { host }))
  }
}

function isThisComputer(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host.startsWith("127.") || host === "[::1]"
}

async function answers(ask: typeof fetch, request: Request, signal: AbortSignal): Promise<boolean> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patience)
  try {
    await ask(request.url, {
      // A request that changes something is not repeated.
      method: request.method === "GET" ? "GET" : "HEAD",
      mode: "no-cors",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: AbortSignal.any([signal, stop.signal]),
    })
    return true
  } catch {
    return false
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}
