import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"

/** A service whose channels take messages at an address of their own. */
export interface ChannelService {
  readonly service: "slack" | "discord"
  readonly name: string
  readonly icon: string
  /** The most letters of a message. */
  readonly longest: number
}

/** The kind that posts a message to a channel of the service. */
export function channelWebhook({ service, name, icon, longest }: ChannelService) {
  return defineStep({
    kind: `notify.${service}`,
    version: 1,
    title: `Post to ${name}`,
    summary: `Posts a message to a ${name} channel`,
    icon,
    group: "connect",
    input: z.strictObject({
      secret: z
        .string()
        .min(1)
        .meta({ description: "The name of the secret that holds the webhook's address" }),
      text: z
        .string()
        .min(1)
        .max(longest)
        .meta({ description: `The message, in ${name}'s own marks` }),
    }),
    output: z.strictObject({ sent: z.literal(true) }),
    hints: { secret: { label: "Webhook", widget: "secret", secret: true }, text: { widget: "multiline" } },
    outlets: ["success"],
    effect: "once",
    needs: ["notify"],
    powers: [
      { power: "notify", is: service },
      { power: "secret", of: "secret" },
    ],
    card: "{{ text }}",
    docs: `
Posts a message to a channel through an incoming webhook of ${name}. Its address is a key: whoever has it can post, so
it lives among the secrets, and the step names it.

- **success**: ${name} took the message, as far as a page can see.

Fails if there is no such secret, or ${name} cannot be reached. A message that a crash cut asks whether it arrived.
`,
    examples: [
      {
        title: "A line",
        with: { secret: `${service}_team`, text: "Deployed 1.4 to production" },
        answers: { notify: [null] },
        outlets: { success: { sent: true } },
      },
      {
        title: "Several lines",
        with: { secret: `${service}_team`, text: "*Review*\n2 findings" },
        answers: { notify: [null] },
        outlets: { success: { sent: true } },
      },
    ],
    run: async ({ secret, text }, { ports, signal }) => {
      const sent = await ports.notify.webhook({ service, secret, text, signal })
      return sent.ok ? done({ sent: true }) : failed(sent.error)
    },
  })
}
