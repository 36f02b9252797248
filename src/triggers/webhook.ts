import { z } from "zod"
import { own } from "../lib/json.ts"
import { defineTrigger } from "../model/trigger.ts"
import { mapOf, signalJson, signalMap } from "./triggerJson.ts"

/** Started by a message from another page or program. */
export const webhook = defineTrigger({
  type: "webhook",
  title: "Webhook",
  summary: "Starts when another page or program hands a message over",
  icon: "webhook",
  input: z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: "bad_hook_name" })
      .meta({ description: "The hook's name, by which it is called" }),
    origins: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: "Only messages from these origins, such as https://shop.example.com" }),
  }),
  output: z.strictObject({ name: z.string(), body: signalJson, headers: signalMap, origin: z.string() }),
  hints: { name: { placeholder: "new_order" } },
  card: "{{ name }}",
  docs: `
Starts when a message for this hook is handed over: another page that has this one open posts
\`{ rivulet: { webhook: "new_order", body: {} } }\` to it (\`postMessage\`), or a terminal says
\`rivulet run FILE --trigger '{"name":"new_order","body":{}}'\`. A page has no address of its own on the network, so a
service cannot call it directly; a small relay that starts the terminal can.

With *origins*, only messages from those pages count. Without, any page that can reach this one may start the
workflow: check what comes before acting on it.

The run sees \`trigger.name\`, \`trigger.body\`, \`trigger.headers\` and \`trigger.origin\`.
`,
  hears: (input, { source, name, value }) => {
    if (source !== "webhook" || name !== input.name) return null
    const about = mapOf(value)
    const origin = String(own(about, "origin") ?? "")
    if (input.origins && !input.origins.includes(origin)) return null
    return { name, body: own(about, "body") ?? null, headers: mapOf(own(about, "headers")), origin }
  },
})
