import type { Problem } from "../../../model/problems.ts"
import type { FrameLine } from "./frameClient.ts"
import type { SecretUse } from "./frameMessages.ts"

/*
 * The run frame in the shape that libraries know: a request in, a response out, its body streaming. A secret is
 * named, and is put into its header by the frame's worker alone: what a library sends in that header is replaced.
 *
 *     const ask = createGrantedFetch(() => lines.to(hosts))
 *     new Anthropic({ apiKey: "-", fetch: (input, init) => ask(new Request(input, init), { secret: { name: "claude" } }) })
 */

/** What goes along with a request. */
export interface FetchOptions {
  readonly secret?: SecretUse
  /** The address of a proxy that asks in its place, with `{url}` where the address goes. */
  readonly proxy?: string
}

/** Asks the network through the run frame. It throws a `FetchRefused` where `fetch` throws a TypeError. */
export type GrantedFetch = (request: Request, options?: FetchOptions) => Promise<Response>

/** Why a request came to nothing, as an error for libraries that expect one. */
export class FetchRefused extends TypeError {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.name = "FetchRefused"
    this.problem = problem
  }
}

/** The problem within an error, however a library has wrapped it. */
export function problemInError(cause: unknown): Problem | undefined {
  if (cause instanceof FetchRefused) return cause.problem
  return cause instanceof Error && cause.cause !== undefined ? problemInError(cause.cause) : undefined
}

/** Makes a fetch over whatever line the function gives. */
export function createGrantedFetch(line: () => Promise<FrameLine>): GrantedFetch {
  return async (request, { secret, proxy } = {}) => {
    const { signal } = request
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer())
    signal.throwIfAborted()
    const given = await (await line()).send(
      {
        method: request.method,
        url: request.url,
        headers: [...request.headers],
        ...(body === undefined ? {} : { body }),
        ...(secret === undefined ? {} : { secret }),
        ...(proxy === undefined ? {} : { proxy }),
      },
      signal,
    )
    signal.throwIfAborted()
    if (!given.ok) throw new FetchRefused(given.error)
    const { head } = given.value
    const { status, statusText, headers, url } = head
    const response = new Response(given.value.body, {
      ...{ status, statusText },
      headers: headers.map(([name, value]) => [name, value]),
    })
    return Object.defineProperty(response, "url", { value: url })
  }
}
