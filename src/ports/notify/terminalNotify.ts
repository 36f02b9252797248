import { err, ok, type Result } from "../../lib/result.ts"
import { retryAfterOf } from "../../lib/retryAfter.ts"
import { type Address, parseAddress } from "../../model/address.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { Answer, FilesPort, HttpPort, HttpResponse, NotifyPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { sha256Hex } from "../../syntax/library/sha256.ts"
import type { Seen } from "../createSeen.ts"
import { redactText } from "../secrets/redact.ts"
import { type SecretSource, secretFor } from "../secrets/secretSource.ts"
import { unsent } from "../sent.ts"
import { draftPath, draftText } from "./draftText.ts"
import { notifyProblem } from "./notifyProblems.ts"
import { webhookText } from "./webhookText.ts"

/** A message of a chat. */
export interface ChatMessage {
  readonly session: string
  readonly text: string
  /** The same for every repeat of it. */
  readonly id: string
}

/** What messages in the terminal are handed. */
export interface TerminalNotifyParts {
  /** Shows lines to the person at the terminal. */
  readonly write: (text: string) => void
  readonly files: FilesPort
  readonly secrets: SecretSource
  /** Requests that reach what the function does not refuse. */
  readonly http: (mayReach: (address: Address) => Problem | null) => HttpPort
  readonly transcript: { append(message: ChatMessage): Answer<void> }
  readonly now: () => number
  readonly seen: Seen
}

/** The notify port of the terminal, for one attempt: a repeat under the same key is seen once. */
export function createTerminalNotify(parts: TerminalNotifyParts, key: string): NotifyPort {
  return {
    show: ({ title, text }) =>
      parts.seen.once(`show ${key}`, async () => {
        parts.write(`${printable([title, text].filter(Boolean).join("\n"))}\n`)
        return ok(undefined)
      }),
    async draft(draft) {
      const hash = sha256Hex(new TextEncoder().encode(key))
      const written = await parts.files.write(draftPath(draft.subject, hash), draftText(draft))
      return written.ok ? ok(undefined) : written
    },
    chat: ({ session, text }) =>
      parts.seen.once(`chat ${key}`, () => parts.transcript.append({ session, text, id: key })),
    webhook: options => post(parts, options),
  }
}

/** Text without the letters that steer a terminal. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "\ufffd").replace(/[\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
}

async function post(
  parts: TerminalNotifyParts,
  { service, secret: name, text }: Parameters<NotifyPort["webhook"]>[0],
): Promise<Result<void, Problem>> {
  const found = await parts.secrets.find(name)
  if (found === undefined) return err(unsent(httpProblem("secret_missing", { secret: name })))
  const address = parseAddress(found.value)
  if (!address.ok) return err(unsent(notifyProblem("webhook_no_address", { secret: name })))
  const allowed = await secretFor(parts.secrets, name, address.value)
  if (!allowed.ok) return err(unsent(allowed.error))
  const { origin, host } = address.value
  // The address is the key, so the message goes there and nowhere that it is sent on to.
  const mayReach = (hop: Address) =>
    hop.origin === origin
      ? null
      : httpProblem("secret_elsewhere", { secret: name, host: hop.host, hosts: origin })
  const response = await parts.http(mayReach).send({
    method: "POST",
    url: address.value.href,
    headers: { "content-type": "application/json" },
    body: webhookText(service, text),
    timeout: 30_000,
    largest: 100_000,
  })
  return response.ok
    ? readAnswer(response.value, { name, host, now: parts.now(), hidden: [found.value, address.value.href] })
    : response
}

interface Asked {
  readonly name: string
  readonly host: string
  readonly now: number
  /** What the service may send back and nobody is to see. */
  readonly hidden: readonly string[]
}

function readAnswer(
  { status, headers, body }: HttpResponse,
  { name, host, now, hidden }: Asked,
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
