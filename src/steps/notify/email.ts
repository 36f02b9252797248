import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"

const address = z.string().regex(/^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/, { error: "bad_email" })

/** Prepares an e-mail. */
export const notifyEmail = defineStep({
  kind: "notify.email",
  version: 1,
  title: "Prepare an e-mail",
  summary: "Prepares an e-mail for a person to send",
  icon: "mail",
  group: "connect",
  input: z.strictObject({
    to: z
      .union([address, z.array(address).min(1).max(100)])
      .meta({ description: "Whom it goes to: one address or several" }),
    subject: z
      .string()
      .min(1)
      .max(500)
      .regex(/^[^\r\n]*$/)
      .meta({ description: "The subject, in one line" }),
    text: z.string().default("").meta({ description: "The text" }),
  }),
  output: z.strictObject({ to: z.array(z.string()), subject: z.string() }),
  hints: { text: { widget: "multiline" } },
  outlets: ["success"],
  effect: "write",
  needs: ["notify"],
  card: "{{ subject }}",
  docs: `
Prepares an e-mail as a draft in the inbox of this app; a person looks at it, and sends it from their own mail
program. A web page cannot send mail by itself, and an automation should not send it unseen.

- **success**: the draft stands in the inbox.
`,
  examples: [
    {
      title: "To one",
      with: { to: "ada@example.com", subject: "Report", text: "Here it is." },
      answers: { notify: [null] },
      outlets: { success: { to: ["ada@example.com"], subject: "Report" } },
    },
    {
      title: "To several",
      with: { to: ["ada@example.com", "bob@example.com"], subject: "Minutes" },
      answers: { notify: [null] },
      outlets: { success: { to: ["ada@example.com", "bob@example.com"], subject: "Minutes" } },
    },
  ],
  run: async ({ to, subject, text }, { ports }) => {
    const all = typeof to === "string" ? [to] : to
    const drafted = await ports.notify.draft({ to: all, subject, text })
    return drafted.ok ? done({ to: all, subject }) : failed(drafted.error)
  },
})
