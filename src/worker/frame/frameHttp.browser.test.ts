import { inject } from "vitest"
import { must } from "../../lib/assert.ts"
import { parseHostPattern } from "../../model/hostPattern.ts"
import { createFrameHttp } from "../../ports/http/frame/frameHttp.ts"
import { httpConformance } from "../../ports/http/testing/httpConformance.ts"
import type { SecretValue } from "../../ports/secrets/secretSource.ts"
import { linesForTests } from "./testing/linesForTests.ts"

const [server, other] = inject("servers")
let secrets: { readonly [name: string]: SecretValue } = {}
const lines = linesForTests(name => secrets[name])

function hostsOf(origins: readonly string[]) {
  return origins.map(origin => {
    const pattern = parseHostPattern(origin)
    return must(pattern.ok ? pattern.value : undefined, "a pattern")
  })
}

httpConformance(() => ({
  server,
  other,
  port(situation) {
    secrets = situation.secrets ?? {}
    const hosts = hostsOf(situation.mayReach ? [server] : [server, other])
    return createFrameHttp({ mayReach: situation.mayReach ?? (() => null), line: () => lines.to(hosts) })
  },
  seenBy: async origin => (await fetch(`${origin}/seen`)).json(),
  hopRefused: "http_hop_elsewhere",
  hopWithSecret: { code: "http_hop_unseen" },
  noAnswer: "http_unheard",
}))
