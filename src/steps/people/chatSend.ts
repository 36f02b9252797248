import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"

/** Writes into the app's chat. */
export const chatSend = defineStep({
  kind: "chat.send",
  version: 1,
  title: "Send a chat message",
  summary: "Writes a message into the app's chat",
  icon: "message-square",
  group: "people",
  input: z.strictObject({
    text: z.string().min(1).meta({ description: "The message (Markdown)" }),
    session: z.string().min(1).default("main").meta({ description: "The conversation it belongs to" }),
  }),
  output: z.strictObject({ session: z.string() }),
  hints: { text: { widget: "multiline" } },
  outlets: ["success"],
  effect: "write",
  needs: ["notify"],
  card: "{{ text }}",
  docs: `
Writes a message into the chat page of this app. A chat trigger passes its \`session\`, so that the answer stands
where the question was asked. Nothing leaves the computer.

- **success**: the conversation.
`,
  examples: [
    {
      title: "An answer where it was asked",
      with: { text: "Done: 3 files changed.", session: "s1" },
      answers: { notify: [null] },
      outlets: { success: { session: "s1" } },
    },
    {
      title: "In the main conversation",
      with: { text: "Good morning" },
      answers: { notify: [null] },
      outlets: { success: { session: "main" } },
    },
  ],
  run: async ({ text, session }, { ports }) => {
    const sent = await ports.notify.chat({ session, text })
    return sent.ok ? done({ session }) : failed(sent.error)
  },
})
