import type { HttpPort } from "../../../model/ports.ts"
import { proxyFor, type WebProxy } from "../../../model/proxy.ts"
import { type Grants, reachOf } from "../../grants/grantedPorts.ts"
import { createFrameHttp } from "./frameHttp.ts"
import type { FrameLines } from "./frameLines.ts"

/** What requests of a page's runs are handed. */
export interface PageHttpParts {
  readonly grants: Grants
  readonly lines: FrameLines
  /** What asks servers that refuse pages; null where none was chosen. */
  readonly proxy?: () => Promise<WebProxy | null>
}

/**
 * The http port of a page's runs: each request leaves from the frame of what is granted by then, so that a grant that
 * grew or was taken back holds from the next request on. What a proxy asks has to be granted all the same; it leaves
 * from a frame that reaches the proxy alone.
 */
export function createPageHttp({ grants, lines, proxy }: PageHttpParts): HttpPort {
  const now = async (): Promise<HttpPort> => {
    const [granted, between] = [await grants(), (await proxy?.()) ?? null]
    const hosts = granted.flatMap(grant => grant.hosts ?? [])
    return createFrameHttp({
      mayReach: reachOf(() => granted),
      line: isProxied => lines.to(isProxied && between !== null ? [between.own] : hosts),
      proxyFor: address => (between === null ? undefined : proxyFor(between, address)),
    })
  }
  return {
    send: async (request, signal) => (await now()).send(request, signal),
    open: async (request, signal) => (await now()).open(request, signal),
  }
}
