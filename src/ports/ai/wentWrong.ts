import { isMap, own } from "../../lib/json.ts"
import { retryAfterOf } from "../../lib/retryAfter.ts"
import { parseAddress } from "../../model/address.ts"
import { aiPortProblem } from "../../model/ai/aiPortProblems.ts"
import type { Provider } from "../../model/ai/providers.ts"
import type { Problem } from "../../model/problems.ts"

/*
 * What an SDK throws, in our words. The vendor's own sentence is told only where it helps and cannot hold a key:
 * a vendor that does not accept one likes to repeat it.
 */

/** What is known of a call that went wrong. */
export interface Trouble {
  readonly provider: Provider
  readonly model: string
  readonly signal: AbortSignal | undefined
  /** What kept the request from leaving. */
  readonly refused: Problem | undefined
  readonly now: number
}

/** The problem that a thrown cause is. */
export function problemOfCall(cause: unknown, trouble: Trouble): Problem {
  const { provider, signal, refused } = trouble
  const name = { provider: provider.title }
  if (signal?.aborted) return aiPortProblem("ai_stopped", name)
  if (refused) return problemOfRefusal(refused, provider)
  const { status, type, code, message, headers } = factsOf(cause)
  const waits = retryAfterOf(headers?.get("retry-after") ?? undefined, trouble.now)
  const paused = (problem: Problem): Problem =>
    waits === null ? problem : { ...problem, data: { ...problem.data, retryAfter: waits } }
  const secret = provider.secret ?? "none"
  const why = saidByVendor(message)
  if (
    /insufficient_quota|billing|credit balance|spend.limit/i.test(`${type} ${code} ${message}`) ||
    status === 402
  )
    return aiPortProblem("ai_no_credit", name)
  if (status === 401 || type === "authentication_error")
    return aiPortProblem("ai_wrong_key", { ...name, secret })
  if (status === 403 || type === "permission_error") return aiPortProblem("ai_forbidden", { ...name, secret })
  if (code === "model_not_found" || (status === 404 && /model/i.test(message)))
    return aiPortProblem("ai_no_model", { ...name, model: trouble.model })
  if (status === 429 || type === "rate_limit_error")
    return paused(aiPortProblem("ai_too_many", { ...name, status: status ?? 429 }))
  if (status === 529 || status === 503 || type === "overloaded_error")
    return paused(aiPortProblem("ai_overloaded", { ...name, status: status ?? 529 }))
  if (
    status === 413 ||
    code === "context_length_exceeded" ||
    /prompt is too long|context.length/i.test(message)
  )
    return aiPortProblem("ai_too_long", { ...name, why })
  if (status !== undefined && (status >= 500 || status === 408 || status === 409))
    return paused(aiPortProblem("ai_server_error", { ...name, status }))
  if (status !== undefined && status >= 400) return aiPortProblem("ai_bad_request", { ...name, status, why })
  if (type !== "") return aiPortProblem("ai_server_error", { ...name, status: type })
  if (cause instanceof SyntaxError) return aiPortProblem("ai_unreadable", { ...name, why: "it is not JSON" })
  return aiPortProblem("ai_cut_stream", name)
}

/** What kept a request from leaving, or from arriving, as it is told of a provider. */
function problemOfRefusal(refused: Problem, provider: Provider): Problem {
  const parsed = parseAddress(provider.address)
  const at = { provider: provider.title, host: parsed.ok ? parsed.value.origin : provider.address }
  const { code, data } = refused
  const told = data === undefined ? {} : { data }
  switch (code) {
    case "secret_missing":
      return {
        ...aiPortProblem("ai_no_key", { provider: provider.title, secret: provider.secret ?? "" }),
        ...told,
      }
    case "http_not_for_pages":
      return { ...aiPortProblem("ai_blocked", at), ...told }
    case "http_no_host":
    case "http_offline":
    case "http_unreachable":
    case "http_unheard":
    case "http_no_answer":
    case "http_too_slow":
      return { ...aiPortProblem("ai_unreachable", at), ...told }
    default:
      return refused
  }
}

interface Facts {
  readonly status: number | undefined
  readonly type: string
  readonly code: string
  readonly message: string
  readonly headers: Headers | undefined
}

function factsOf(cause: unknown): Facts {
  const error: object = typeof cause === "object" && cause !== null ? cause : {}
  const body = "error" in error && isMap(error.error) ? error.error : {}
  const inner = own(body, "error")
  const told = isMap(inner) ? inner : body
  const text = (name: string) => {
    const value = own(told, name)
    return typeof value === "string" ? value : ""
  }
  return {
    status: "status" in error && typeof error.status === "number" ? error.status : undefined,
    type: text("type"),
    code: text("code"),
    message: text("message"),
    headers: "headers" in error && error.headers instanceof Headers ? error.headers : undefined,
  }
}

/** The vendor's sentence without anything that looks like a key. */
function saidByVendor(message: string): string {
  const clean = message.replace(/\b(?:sk|pk|key|xai|AIza|gsk)[-_A-Za-z0-9*]{6,}/g, "[key]").trim()
  return clean === "" ? "it gave no reason" : clean.replace(/\.$/, "")
}
