import type { NotifyPort } from "../../model/ports.ts"

type Service = Parameters<NotifyPort["webhook"]>[0]["service"]

/** The message in the form that the service takes. Nobody is called by it: what a step read may hold `@everyone`. */
export function webhookText(service: Service, text: string): string {
  return service === "slack"
    ? JSON.stringify({ text })
    : JSON.stringify({ content: text, allowed_mentions: { parse: [] } })
}
