import { z } from "zod"
import { fromBase64, toBase64 } from "../../lib/base64.ts"
import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import { anyJson } from "../anyJson.ts"
import { dataProblem, wordFor } from "../data/dataProblems.ts"

/** The parameter that is digested or signed. */
export const valueField = anyJson.optional().meta({
  description: "What it is made of; what arrives by the wire if left out. Maps and lists count as JSON",
})

/** How the text of a value stands for bytes. */
export const asField = z
  .enum(["text", "base64", "hex"])
  .default("text")
  .meta({ description: "What the value's text is: plain text, or bytes in base64 or hex" })

/** How bytes are given out as text. */
export const giveField = z
  .enum(["hex", "base64", "base64url"])
  .default("hex")
  .meta({ description: "How the result is written" })

/** The bytes that a value stands for. */
export function bytesFrom(value: Json, as: z.output<typeof asField>): Result<Uint8Array, Problem> {
  const text = typeof value === "string" ? value : JSON.stringify(value)
  if (as === "text") return ok(new TextEncoder().encode(text))
  const bytes = typeof value === "string" ? decoded(value, as) : null
  return bytes === null
    ? err(
        dataProblem("data_bad_encoding", {
          format: typeof value === "string" ? as : `${as}, but ${wordFor(value)}`,
        }),
      )
    : ok(bytes)
}

/** Bytes as text in the encoding; null where text is none. */
export function decoded(text: string, as: "hex" | "base64" | "base64url"): Uint8Array | null {
  if (as === "hex") {
    if (!/^(?:[0-9a-f]{2})*$/i.test(text)) return null
    return Uint8Array.from(text.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
  }
  const plain = as === "base64url" ? text.replaceAll("-", "+").replaceAll("_", "/") : text
  const bytes = fromBase64(plain)
  return bytes.ok ? bytes.value : null
}

/** Bytes written as text. */
export function encoded(bytes: Uint8Array, give: z.output<typeof giveField>): string {
  if (give === "hex") return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("")
  const text = toBase64(bytes)
  return give === "base64" ? text : text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
}
