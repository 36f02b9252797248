import { err, ok, type Result } from "../../lib/result.ts"
import { type Address, parseAddress } from "../../model/address.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { HttpRequest } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"

/** One request on the way, which may be sent on. */
export interface Hop {
  readonly method: string
  readonly address: Address
  readonly headers: Headers
  readonly body: HttpRequest["body"]
}

/** What is read of a response to see where it sends on to. */
interface Answered {
  readonly status: number
  readonly headers: { get(name: string): string | null }
}

const movedStatuses = [301, 302, 303, 307, 308]

/** The headers that may follow to another origin: a key may stand in any other. */
const harmless = ["accept", "accept-language", "content-type", "user-agent"]

/** Where the response sends on to, and with what; null where it does not. */
export function nextHop(hop: Hop, response: Answered): Result<Hop, Problem> | null {
  const location = response.headers.get("location")
  if (location === null || !movedStatuses.includes(response.status)) return null
  const bad = httpProblem("http_bad_hop", { host: hop.address.host, target: location })
  if (!URL.canParse(location, hop.address.href)) return err(bad)
  const address = parseAddress(new URL(location, hop.address.href).href)
  if (!address.ok) return err({ ...bad, data: { why: address.error.message } })
  const turnsToGet =
    (response.status === 303 && hop.method !== "HEAD") || (response.status < 303 && hop.method === "POST")
  const headers = new Headers(hop.headers)
  if (turnsToGet) headers.delete("content-type")
  if (address.value.origin !== hop.address.origin) {
    for (const name of [...headers.keys()]) if (!harmless.includes(name)) headers.delete(name)
  }
  return ok({
    method: turnsToGet ? "GET" : hop.method,
    address: address.value,
    headers,
    body: turnsToGet ? undefined : hop.body,
  })
}
