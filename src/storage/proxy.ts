import { liveQuery } from "dexie"
import { isMap } from "../lib/json.ts"
import type { ProxySetting } from "../model/proxy.ts"
import type { Database } from "./database.ts"

/** The proxy for servers that refuse pages, as the page keeps it. */
export interface ProxyStore {
  read(): Promise<ProxySetting | null>
  write(setting: ProxySetting | null): Promise<void>
  /** Calls back now and whenever it changes in any tab. */
  watch(hear: (setting: ProxySetting | null) => void): () => void
}

const name = "proxy"

/** Keeps the proxy in the browser's database. What cannot be read is as if none had been chosen. */
export function createProxyStore({ settings }: Database): ProxyStore {
  const read = async (): Promise<ProxySetting | null> => {
    const value = (await settings.get(name))?.value
    if (!isMap(value) || typeof value.address !== "string" || !Array.isArray(value.hosts)) return null
    return { address: value.address, hosts: value.hosts.filter(host => typeof host === "string") }
  }
  return {
    read,
    async write(setting) {
      if (setting === null) await settings.delete(name)
      else await settings.put({ name, value: setting })
    },
    watch(hear) {
      const subscription = liveQuery(read).subscribe({ next: hear })
      return () => subscription.unsubscribe()
    },
  }
}
