import { type Address, parseAddress } from "../../model/address.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { Problem } from "../../model/problems.ts"
import { FetchRefused } from "../http/frame/grantedFetch.ts"
import { withSecret } from "../http/requestHeaders.ts"
import { problemOfFetch } from "../http/transport.ts"
import { redactorFor } from "../secrets/createEventRedactor.ts"
import { type SecretSource, secretFor } from "../secrets/secretSource.ts"
import { unsent } from "../sent.ts"
import type { KeyedFetch } from "./connector.ts"

/** What asking from Node needs. */
export interface NodeKeyedFetchParts {
  readonly secrets: SecretSource
  /** Why the address may not be asked; null if it may. */
  readonly mayReach?: (address: Address) => Problem | null
}

/** Asks from Node: a secret goes to its own hosts alone, is not sent on by a redirect, and is taken out of answers. */
export function createNodeKeyedFetch({ secrets, mayReach }: NodeKeyedFetchParts): KeyedFetch {
  return async (request, { secret } = {}) => {
    const address = parseAddress(request.url)
    if (!address.ok) throw refusal(address.error)
    const { host } = address.value
    const missing = mayReach?.(address.value) ?? null
    if (missing) throw refusal(missing)
    const found = secret === undefined ? null : await secretFor(secrets, secret.name, address.value)
    if (found?.ok === false) throw refusal(found.error)
    const headers = found ? withSecret(new Headers(request.headers), found.value, secret?.name ?? "") : null
    if (headers?.ok === false) throw refusal(headers.error)
    const response = await ask(new Request(request, headers ? { headers: headers.value } : {}), host)
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      const target = response.headers.get("location") ?? ""
      throw refusal(httpProblem("http_redirected", { host, status: response.status, target }))
    }
    return found ? without(response, found.value.value) : response
  }
}

async function ask(request: Request, host: string): Promise<Response> {
  try {
    return await fetch(request, { redirect: "manual", credentials: "omit", referrerPolicy: "no-referrer" })
  } catch (cause) {
    if (request.signal.aborted) throw cause
    throw refusal(problemOfFetch(cause, host))
  }
}

/** The response without the secret, should the server send it back. */
function without(response: Response, value: string): Response {
  const redactor = redactorFor(response.headers.get("content-type"), [value])
  const clean = new TransformStream<Uint8Array, Uint8Array>({
    transform: (bytes, control) => control.enqueue(redactor.push(bytes)),
    flush: control => control.enqueue(redactor.end()),
  })
  const { status, statusText, headers } = response
  return new Response(response.body?.pipeThrough(clean) ?? null, { status, statusText, headers })
}

function refusal(problem: Problem): FetchRefused {
  return new FetchRefused(unsent(problem))
}
