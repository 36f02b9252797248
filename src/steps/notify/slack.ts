import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"

/** Posts a message to a Slack channel. */
export const notifySlack = defineStep({
  kind: "notify.slack",
  version: 1,
  title: "Post to Slack",
  summary: "Posts a message to a Slack channel",
  icon: "hash",
  group: "connect",
  input: z.strictObject({
    secret: z
      .string()
      .min(1)
      .meta({ description: "The name of the secret that holds the webhook's address" }),
    text: z.string().min(1).max(40000).meta({ description: "The message, in Slack's own marks" }),
  }),
  output: z.strictObject({ sent: z.literal(true) }),
  hints: { secret: { label: "Webhook", widget: "secret", secret: true }, text: { widget: "multiline" } },
  outlets: ["success"],
  effect: "once",
  needs: ["notify"],
  powers: [
    { power: "notify", is: "slack" },
    { power: "secret", of: "secret" },
  ],
  card: "{{ text }}",
  docs: `
Posts a message to a channel through an incoming webhook of Slack. Its address is a key: whoever has it can post, so
it lives among the secrets, and the step names it.

- **success**: Slack took the message, as far as a page can see.

Fails if there is no such secret, or Slack cannot be reached. A message that a crash cut asks whether it arrived.
`,
  examples: [
    {
      title: "A line",
      with: { secret: "slack_team", text: "Deployed 1.4 to production" },
      answers: { notify: [null] },
      outlets: { success: { sent: true } },
    },
    {
      title: "Several lines",
      with: { secret: "slack_team", text: "*Review*\n2 findings" },
      answers: { notify: [null] },
      outlets: { success: { sent: true } },
    },
  ],
  run: async ({ secret, text }, { ports }) => {
    const sent = await ports.notify.webhook({ service: "slack", secret, text })
    return sent.ok ? done({ sent: true }) : failed(sent.error)
  },
})
