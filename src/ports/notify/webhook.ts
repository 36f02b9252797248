import { err, ok, type Result } from "../../lib/result.ts"
import { retryAfterOf } from "../../lib/retryAfter.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { HttpRequest, HttpResponse, NotifyPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { redactText } from "../secrets/redact.ts"
import { notifyProblem } from "./notifyProblems.ts"

type Service = Parameters<NotifyPort["webhook"]>[0]["service"]

/**
 * The request that posts a message. Nobody is called by it: what a step read may hold `@everyone`. Slack answers no
 * question before a request of JSON from a page, and takes the same as a form, which needs none.
 */
export function webhookRequest(service: Service, url: string, text: string): HttpRequest {
  const form = "application/x-www-form-urlencoded"
  return {
    ...{ method: "POST", url, timeout: 30_000, largest: 100_000 },
    ...(service === "slack"
      ? {
          headers: { "content-type": form },
          body: `payload=${encodeURIComponent(JSON.stringify({ text: text.toWellFormed() }))}`,
        }
      : {
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ content: text, allowed_mentions: { parse: [] } }),
        }),
  }
}

/** What is known of a message that was posted. */
export interface Posted {
  /** The secret that holds the address. */
  readonly name: string
  readonly host: string
  readonly now: number
  /** What the service may send back and nobody is to see. */
  readonly hidden: readonly string[]
}

/** What the service said to a message. */
export function readWebhookAnswer(
  { status, headers, body }: HttpResponse,
  { name, host, now, hidden }: Posted,
): Result<void, Problem> {
  if (status >= 200 && status < 300) return ok(undefined)
  const retryAfter = retryAfterOf(headers["retry-after"], now)
  const data = retryAfter === null ? { status } : { status, retryAfter }
  if (status === 429) return err({ ...httpProblem("http_too_many", { host, status }), data })
  if (status >= 500) return err({ ...httpProblem("http_server_error", { host, status }), data })
  if ([401, 403, 404, 410].includes(status))
    return err({ ...notifyProblem("webhook_gone", { host, secret: name, status }), data })
  const said = redactText(new TextDecoder().decode(body), hidden).slice(0, 200).trim()
  const why = said || "it gave no reason"
  return err({ ...notifyProblem("webhook_refused", { host, status, why }), data })
}
