import { isMap, type Json } from "../lib/json.ts"

/*
 * Messages that runs leave for a person in the app: notices, drafts of e-mail, words in the chat. They are kept with
 * what steps keep in the app, and so are committed together with the outcome of their step: a repeat leaves one.
 */

/** The store in which they are kept. */
export const messageStore = "messages"

/** What a message says. */
export type MessageWords =
  | { readonly type: "notice"; readonly title: string; readonly text: string }
  | {
      readonly type: "draft"
      readonly to: readonly string[]
      readonly subject: string
      readonly text: string
    }
  | { readonly type: "chat"; readonly session: string; readonly text: string }

/** One message: its words, and where they are from. */
export type AppMessage = MessageWords & {
  /** Milliseconds since 1970. */
  readonly at: number
  /** The run and its workflow; null for what a person wrote. */
  readonly run: string | null
  readonly workflow: string | null
}

/** A message as it is kept: by a key that a repeat of its effect has too. */
export type KeptMessage = AppMessage & { readonly key: string }

/** Reads what was kept; undefined for what this version does not know. */
export function readMessage(key: string, value: Json | undefined): KeptMessage | undefined {
  if (!isMap(value) || typeof value.at !== "number" || typeof value.text !== "string") return undefined
  const { type, at, text, title, to, subject, session } = value
  const textOrNull = (given: Json | undefined): string | null => (typeof given === "string" ? given : null)
  const common = { key, at, text, run: textOrNull(value.run), workflow: textOrNull(value.workflow) }
  if (type === "notice" && typeof title === "string") return { ...common, type, title }
  if (type === "chat" && typeof session === "string") return { ...common, type, session }
  if (type !== "draft" || typeof subject !== "string" || !Array.isArray(to)) return undefined
  return { ...common, type, subject, to: to.filter(each => typeof each === "string") }
}
