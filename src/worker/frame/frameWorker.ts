import { wrap } from "comlink"
import { createExplain } from "../../ports/http/frame/explainFailure.ts"
import type { ToFrame } from "../../ports/http/frame/frameMessages.ts"
import { createFrameServer } from "../../ports/http/frame/frameServer.ts"
import type { SecretSource } from "../../ports/secrets/secretSource.ts"

/* The entry of a run frame's worker: the only place of a page that asks other hosts, and that sees secrets. */

const forbidden: string[] = []
addEventListener("securitypolicyviolation", event => {
  const { blockedURI } = event as SecurityPolicyViolationEvent
  forbidden.push(blockedURI)
  forbidden.splice(0, forbidden.length - 100)
})

/** The browser says what it refused after it has made the request fail, and of an address perhaps only the origin. */
async function wasForbidden(href: string): Promise<boolean> {
  await new Promise(go => setTimeout(go, 20))
  const at = forbidden.findIndex(uri => uri === href || uri === new URL(href).origin)
  return at >= 0 && forbidden.splice(at, 1).length > 0
}

addEventListener("message", ({ data }) => {
  const { asker, vault } = data as { readonly asker: MessagePort; readonly vault: MessagePort }
  const server = createFrameServer(asker, {
    fetch: request => fetch(request),
    secrets: wrap<SecretSource>(vault) as unknown as SecretSource,
    explain: createExplain({
      fetch,
      wasForbidden,
      isOnline: () => navigator.onLine,
      isSecure: location.origin.startsWith("https:"),
    }),
  })
  asker.onmessage = ({ data }: MessageEvent<ToFrame>) => server.take(data)
})
postMessage("ready")
