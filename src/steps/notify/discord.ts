import { channelWebhook } from "./channelWebhook.ts"

/** Posts a message to a Discord channel. */
export const notifyDiscord = channelWebhook({
  service: "discord",
  name: "Discord",
  icon: "message-circle",
  longest: 2_000,
})
