import { isMap, type Json, own } from "../lib/json.ts"

/**
 * The webhook that a message of another page speaks to, `{ rivulet: { webhook: name, body } }`: nothing else that pages
 * say to one another is heard.
 */
export function webhookIn(message: unknown): { readonly name: string; readonly body: Json } | undefined {
  const hook: unknown = isMap(message) ? own(message, "rivulet") : undefined
  const name = isMap(hook) ? own(hook, "webhook") : undefined
  return isMap(hook) && typeof name === "string" ? { name, body: own(hook, "body") ?? null } : undefined
}
