import { parseProxy, type WebProxy } from "../model/proxy.ts"
import type { Database } from "../storage/database.ts"
import { createProxyStore } from "../storage/proxy.ts"

/** Reads which proxy was chosen, whenever it is asked; null where there is none that can be used. */
export function chosenProxy(database: Database): () => Promise<WebProxy | null> {
  const store = createProxyStore(database)
  return async () => {
    const setting = await store.read()
    const parsed = setting && parseProxy(setting)
    return parsed?.ok ? parsed.value : null
  }
}
