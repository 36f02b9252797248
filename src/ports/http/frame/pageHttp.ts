import type { HttpPort } from "../../../model/ports.ts"
import { type Grants, reachOf } from "../../grants/grantedPorts.ts"
import { createFrameHttp } from "./frameHttp.ts"
import type { FrameLines } from "./frameLines.ts"

/**
 * The http port of a page's runs: each request leaves from the frame of what is granted by then, so that a grant that
 * grew or was taken back holds from the next request on.
 */
export function createPageHttp({ grants, lines }: { grants: Grants; lines: FrameLines }): HttpPort {
  const now = async (): Promise<HttpPort> => {
    const granted = await grants()
    const hosts = granted.flatMap(grant => grant.hosts ?? [])
    return createFrameHttp({ mayReach: reachOf(() => granted), line: () => lines.to(hosts) })
  }
  return {
    send: async (request, signal) => (await now()).send(request, signal),
    open: async (request, signal) => (await now()).open(request, signal),
  }
}
