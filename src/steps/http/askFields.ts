import { z } from "zod"
import { parseDuration } from "../../lib/durations.ts"
import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { HttpRequest } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { Hint, PowerUse } from "../../model/step.ts"
import { tokenNames } from "../../syntax/secretTokens.ts"
import { durationText } from "../durationText.ts"

/*
 * What all steps that ask servers have in common: the parameters of a request, and how they become one. How answers
 * are read stands in `readResponse.ts`.
 */

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** The name of a header. */
export const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/)
const headerValue = z.string().regex(/^[^\r\n\0]*$/)

/** The address of a request. */
export const urlField = z
  .string()
  .min(1)
  .max(8000)
  .meta({ description: "The address, with https:// before it" })

/** What is added to the address. */
export const queryField = z
  .record(z.string(), z.union([scalar, z.array(scalar), z.null()]))
  .optional()
  .meta({ description: "Added to the address; lists give one entry each, null gives none" })

/** Headers of a request. */
export const headersField = z
  .record(headerName, headerValue)
  .optional()
  .meta({ description: "Headers of the request" })

/** The secret that authorises a request. */
export const secretField = z
  .string()
  .min(1)
  .optional()
  .meta({ description: "The name of the secret that authorises it" })

/** How long an answer may take. */
export const timeoutField = (usual: string) =>
  durationText("The time that a whole answer may take").default(usual)

/** How large an answer may be. */
export const largestField = (usual: number) =>
  z.int().min(1).max(500_000_000).default(usual).meta({ description: "The most bytes that are taken" })

/** How the parameters that all have are asked for. */
export const askHints = {
  headers: { widget: "keyvalue", secret: true },
  secret: { widget: "secret", secret: true },
  timeout: { widget: "duration", advanced: true },
  largest: { advanced: true },
} satisfies { readonly [field: string]: Hint }

/** What all of them use. */
export const askPowers = [
  { power: "http", of: "url" },
  { power: "secret", of: "secret" },
] as const satisfies readonly PowerUse[]

/** The address with its query; a problem where it is none. */
export function addressOf(
  text: string,
  query: { readonly [name: string]: Json } = {},
): Result<string, Problem> {
  // A secret that is a whole address is known only to the port that unwraps it.
  if (tokenNames(text).length > 0 && !URL.canParse(text) && Object.keys(query).length === 0) return ok(text)
  if (!URL.canParse(text)) return err(httpProblem("http_bad_url", { url: text }))
  const url = new URL(text)
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return err(httpProblem("http_bad_url", { url: text }))
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null) url.searchParams.append(name, String(one))
    }
  }
  return ok(url.href)
}

/** The request that these parameters mean. */
export function requestOf(
  method: string,
  url: string,
  {
    headers,
    secret,
    timeout,
    largest,
  }: {
    readonly headers?: HttpRequest["headers"] | undefined
    readonly secret?: string | undefined
    readonly timeout: string
    readonly largest: number
  },
): HttpRequest {
  const limit = parseDuration(timeout)
  return {
    ...{ method, url, largest },
    ...(headers === undefined ? {} : { headers }),
    ...(secret === undefined ? {} : { secret }),
    ...(limit.ok ? { timeout: limit.value } : {}),
  }
}
