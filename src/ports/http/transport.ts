import { httpProblem } from "../../model/httpProblems.ts"
import type { Problem } from "../../model/problems.ts"
import { unanswered, unsent } from "../sent.ts"

/** What a request that was told to stop comes to. */
export function stoppedProblem(host: string): Problem {
  return httpProblem("http_stopped", { host })
}

const unreachable = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENETDOWN", "UND_ERR_CONNECT_TIMEOUT"]
const nameless = ["ENOTFOUND", "EAI_AGAIN", "EAI_NONAME"]

/** What a request came to that fetch gave up on. */
export function problemOfFetch(cause: unknown, host: string): Problem {
  const why = codeOf(cause)
  if (nameless.includes(why)) return unsent(httpProblem("http_no_host", { host }))
  if (unreachable.includes(why)) return unsent(httpProblem("http_unreachable", { host, why }))
  if (/CERT|SIGNATURE|^ERR_(?:TLS|SSL)|^EPROTO$/.test(why))
    return unsent(httpProblem("http_not_trusted", { host, why }))
  if (why === "bad port") return unsent(httpProblem("http_unreachable", { host, why }))
  return unanswered(httpProblem("http_no_answer", { host }))
}

/** The code of the error within the error that fetch throws. */
function codeOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  if (!(inner instanceof Error)) return ""
  return "code" in inner && typeof inner.code === "string" ? inner.code : inner.message
}
