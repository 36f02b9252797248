import { err, ok, type Result } from "../../lib/result.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { Problem } from "../../model/problems.ts"
import type { SecretValue } from "../secrets/secretSource.ts"

/** Headers that say how a request travels, which is not the sender's to say. */
const travelling = ["connection", "content-length", "expect", "host", "keep-alive", "te", "trailer"]
const alsoTravelling = ["transfer-encoding", "upgrade", "via"]

/** The headers as they are sent, or which of them cannot be: one with a line break would smuggle in others. */
export function cleanHeaders(given: { readonly [name: string]: string }): Result<Headers, Problem> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) {
    const why = refusalOf(name, value)
    if (why !== null) return err(httpProblem("http_bad_header", { name, why }))
    headers.set(name, value)
  }
  return ok(headers)
}

function refusalOf(name: string, value: string): string | null {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name)) return "its name holds a letter that no header has"
  if ([...travelling, ...alsoTravelling].includes(name.toLowerCase()))
    return "it says how the request travels, which is seen to"
  return refusalOfValue(value)
}

function refusalOfValue(value: string): string | null {
  if (/[\r\n\0]/.test(value)) return "its value holds a line break"
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value) ? null : "its value holds a letter that headers cannot carry"
}

/** The headers with the secret in its place, whatever stood there. The problem does not show its value. */
export function withSecret(headers: Headers, secret: SecretValue, name: string): Result<Headers, Problem> {
  const header = secret.header ?? "authorization"
  const before = secret.before ?? (secret.header === undefined ? "Bearer " : "")
  const why = refusalOf(header, before + secret.value)
  if (why !== null) return err(httpProblem("http_bad_header", { name: `of the secret ${name}`, why }))
  const signed = new Headers(headers)
  signed.set(header, before + secret.value)
  return ok(signed)
}
