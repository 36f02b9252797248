import { err, ok, type Result } from "../../lib/result.ts"
import { type Address, parseAddress } from "../../model/address.ts"
import { draftPath, draftText } from "../../model/draftText.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { Answer, FilesPort, HttpPort, NotifyPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { sha256Hex } from "../../syntax/library/sha256.ts"
import type { Seen } from "../createSeen.ts"
import { type SecretSource, secretFor } from "../secrets/secretSource.ts"
import { unsent } from "../sent.ts"
import { notifyProblem } from "./notifyProblems.ts"
import { readWebhookAnswer, webhookRequest } from "./webhook.ts"

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
  { service, secret: name, text, signal }: Parameters<NotifyPort["webhook"]>[0],
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
  const { href } = address.value
  const response = await parts.http(mayReach).send(webhookRequest(service, href, text), signal)
  return response.ok
    ? readWebhookAnswer(response.value, { name, host, now: parts.now(), hidden: [found.value, href] })
    : response
}
