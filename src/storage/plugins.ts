import Dexie, { liveQuery } from "dexie"
import type { Plugin } from "../model/plugins/manifest.ts"
import type { Database } from "./database.ts"

/** The plugins that are installed. */
export interface PluginStore {
  /** Calls back with all of them by name, now and whenever one comes or goes in any tab; gives the way to stop. */
  watch(hear: (plugins: readonly Plugin[]) => void): () => void
  /** Keeps the plugin, in the place of another version of it. */
  install(plugin: Plugin): Promise<void>
  remove(name: string): Promise<void>
}

/** Keeps plugins in the browser's database. What cannot be read any longer is as if it were not installed. */
export function createPluginStore(database: Database, now: () => number): PluginStore {
  const read = async (): Promise<readonly Plugin[]> => {
    const rows = await database.plugins.toArray()
    if (rows.length === 0) return []
    // Reading what strangers wrote is loaded by those who have plugins.
    const { parsePlugin } = await Dexie.waitFor(import("../model/plugins/manifest.ts"))
    return rows.flatMap(row => parsePlugin(row) ?? [])
  }
  return {
    watch(hear) {
      const subscription = liveQuery(read).subscribe({ next: hear })
      return () => subscription.unsubscribe()
    },
    async install(plugin) {
      await database.plugins.put({ ...plugin, installed: now() })
    },
    remove: name => database.plugins.delete(name),
  }
}
