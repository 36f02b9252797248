import { err, ok } from "../../lib/result.ts"
import { type HostPattern, parseHostPattern } from "../../model/hostPattern.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { StagedChange } from "../../model/journal.ts"
import { type MessageWords, messageStore } from "../../model/messages.ts"
import type { HttpPort, NotifyPort } from "../../model/ports.ts"
import { tokenOf } from "../../syntax/secretTokens.ts"
import { unsent } from "../sent.ts"
import { readWebhookAnswer, webhookRequest } from "./webhook.ts"

type Service = Parameters<NotifyPort["webhook"]>[0]["service"]

/** Where messages of services are posted. */
export const webhookHosts: { readonly [service in Service]: readonly HostPattern[] } = {
  slack: hosts("https://hooks.slack.com"),
  discord: hosts("https://discord.com", "https://discordapp.com"),
}

function hosts(...texts: readonly string[]): HostPattern[] {
  return texts.flatMap(text => {
    const pattern = parseHostPattern(text)
    return pattern.ok ? [pattern.value] : []
  })
}

/** What messages of one attempt are handed. */
export interface PageNotifyParts {
  /** The key of the effect. */
  readonly key: string
  readonly run: string
  readonly workflow: string
  readonly now: () => number
  /** Requests that reach hosts of the service alone; undefined where there is no page to ask from. */
  readonly post: ((service: Service) => HttpPort) | undefined
}

/**
 * The notify port of a page, for one attempt. What stays in the app is committed with the outcome, so that it is
 * there once however often the attempt is cut; the page shows it from then on.
 */
export function createPageNotify(parts: PageNotifyParts): {
  readonly notify: NotifyPort
  staged(): readonly StagedChange[]
} {
  const { key, run, workflow, now, post } = parts
  const staged: StagedChange[] = []
  const leave = async (words: MessageWords) => {
    const value = { ...words, at: now(), run, workflow }
    staged.push({ store: messageStore, key: `${key}:${staged.length}`, value })
    return ok(undefined)
  }
  return {
    staged: () => staged,
    notify: {
      show: ({ title, text }) => leave({ type: "notice", title, text }),
      draft: ({ to, subject, text }) => leave({ type: "draft", to: [...to], subject, text }),
      chat: ({ session, text }) => leave({ type: "chat", session, text }),
      async webhook({ service, secret, text, signal }) {
        if (post === undefined) return err(unsent(httpProblem("http_no_frame", { why: "there is no page" })))
        // The address is the key: it is put in where requests leave, and goes nowhere that it is sent on to.
        const answer = await post(service).send(webhookRequest(service, tokenOf(secret), text), signal)
        if (!answer.ok) return answer
        const host = service === "slack" ? "Slack" : "Discord"
        return readWebhookAnswer(answer.value, { name: secret, host, now: now(), hidden: [] })
      },
    },
  }
}
