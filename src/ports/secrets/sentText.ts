import { splitTokens } from "../../syntax/secretTokens.ts"

/*
 * Text on its way to the only place that unwraps secrets: plain text, or parts of which some name a secret. It is
 * plain data, for it crosses threads.
 */

/** How a secret is written where it stands: as it is, in an address, or within a text of JSON. */
export type SecretForm = "plain" | "url" | "json"

/** A part of text: as it stands, or the place of a secret. */
export type SentPart = string | { readonly secret: string; readonly form: SecretForm }

/** Text in which secrets are named, and not held. */
export type SentText = string | readonly SentPart[]

/** The text as it is sent over: each token of a secret as a part that names it, to be written in that form. */
export function sentText(text: string, form: SecretForm): SentText {
  const parts = splitTokens(text)
  if (parts.every(part => typeof part === "string")) return text
  return parts.map(part => (typeof part === "string" ? part : { secret: part.name, form }))
}

/** An address as it is sent over. A secret that it begins with is the address; within one it is written as there. */
export function sentAddress(text: string): SentText {
  const parts = sentText(text, "url")
  if (typeof parts === "string" || typeof parts[0] === "string" || parts[0] === undefined) return parts
  return [{ ...parts[0], form: "plain" }, ...parts.slice(1)]
}

/** The names of the secrets in the text. */
export function secretsIn(text: SentText): string[] {
  if (typeof text === "string") return []
  return text.flatMap(part => (typeof part === "string" ? [] : [part.secret]))
}

/** The text with the secrets in their places. */
export function fillSecrets(text: SentText, secretOf: (name: string) => string): string {
  if (typeof text === "string") return text
  return text
    .map(part => (typeof part === "string" ? part : writeAs(secretOf(part.secret), part.form)))
    .join("")
}

function writeAs(value: string, form: SecretForm): string {
  if (form === "url") return encodeURIComponent(value.toWellFormed())
  return form === "json" ? JSON.stringify(value).slice(1, -1) : value
}
