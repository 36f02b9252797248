import { parseAddress } from "../model/address.ts"
import { grantOfAddress } from "../model/grants.ts"
import { proxyForModels } from "../model/proxy.ts"
import type { KeyedFetch } from "../ports/ai/connector.ts"
import { type Ai, createAi } from "../ports/ai/createAi.ts"
import { createFrameLines } from "../ports/http/frame/frameLines.ts"
import { createGrantedFetch } from "../ports/http/frame/grantedFetch.ts"
import { createAiSettings } from "../storage/aiSettings.ts"
import type { Database } from "../storage/database.ts"
import { browserModelOf } from "./browserModel.ts"
import { chosenProxy } from "./chosenProxy.ts"
import type { Page } from "./page.ts"
import { openFrameOf } from "./pagePorts.ts"

/**
 * The models of a page. Each provider is asked through a frame of its own, which can reach that provider's host and
 * no other, or the proxy that was named for it, and whose worker alone ever sees the key.
 */
export function createPageAi(database: Database, page: Page | null, now: () => number): Ai {
  const lines = page && createFrameLines(openFrameOf(page))
  const proxy = chosenProxy(database)
  const send: KeyedFetch = async (request, options) => {
    const address = parseAddress(request.url)
    if (lines === null || !address.ok)
      throw new TypeError("Expected a page, and an address that can be asked")
    const between = await proxy()
    const via = between === null ? undefined : proxyForModels(between, address.value)
    if (between !== null && via !== undefined)
      return createGrantedFetch(() => lines.to([between.own]))(request, { ...options, proxy: via })
    const { hosts } = grantOfAddress(address.value)
    return createGrantedFetch(() => lines.to(hosts ? [hosts] : []))(request, options)
  }
  return createAi({
    settings: createAiSettings(database).read,
    send,
    now,
    ...(page === null ? {} : { browserModel: browserModelOf(page) }),
  })
}
