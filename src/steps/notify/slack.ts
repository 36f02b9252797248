import { channelWebhook } from "./channelWebhook.ts"

/** Posts a message to a Slack channel. */
export const notifySlack = channelWebhook({ service: "slack", name: "Slack", icon: "hash", longest: 40_000 })
