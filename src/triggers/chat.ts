import { z } from "zod"
import { defineTrigger } from "../model/trigger.ts"
import { mapOf, textAt } from "./triggerJson.ts"

/** Started by a message in the app's chat. */
export const chat = defineTrigger({
  type: "chat",
  title: "On a chat message",
  summary: "Starts when somebody writes a command into the app's chat",
  icon: "message-square-text",
  input: z.strictObject({
    command: z
      .string()
      .regex(/^\/[a-z][a-z0-9_-]{0,31}$/, { error: "bad_command" })
      .optional()
      .meta({ description: "The command that starts it, such as /report; every message if left out" }),
  }),
  output: z.strictObject({ text: z.string(), rest: z.string(), session: z.string(), from: z.string() }),
  hints: { command: { placeholder: "/report" } },
  card: "{{ command }}",
  docs: `
Starts when somebody writes into the chat page of this app: a message that begins with the command, or, without
one, every message that is no command.

The run sees \`trigger.text\`, \`trigger.rest\` (what follows the command), \`trigger.session\` and \`trigger.from\`. Hand
the session to *Send a chat message*, and the answer stands where it was asked.
`,
  hears: ({ command }, { source, name, value }) => {
    if (source !== "chat" || name !== "message") return null
    const about = mapOf(value)
    const text = textAt(about, "text").trim()
    const [first = "", ...words] = text.split(/\s+/)
    const hit = command === undefined ? !text.startsWith("/") : first.toLowerCase() === command
    if (!hit) return null
    const rest = command === undefined ? text : words.join(" ")
    return { text, rest, session: textAt(about, "session") || "main", from: textAt(about, "from") }
  },
})
