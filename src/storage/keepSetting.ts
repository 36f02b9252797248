import { liveQuery } from "dexie"
import { isMap } from "../lib/json.ts"
import { type Keep, usualKeep } from "../model/journal.ts"
import type { Database } from "./database.ts"

const setting = "keep"

/** How much of the history a person wants to keep of workflows that do not say it themselves. */
export function createKeepSetting({ settings }: Database) {
  const read = async (): Promise<Keep> => {
    const value = (await settings.get(setting))?.value
    if (!isMap(value)) return usualKeep
    const { runs, days } = value
    return typeof runs === "number" && typeof days === "number" ? { runs, days } : usualKeep
  }
  return {
    read,
    async write(keep: Keep): Promise<void> {
      await settings.put({ name: setting, value: keep })
    },
    /** Calls back now and whenever it changes in any tab; gives the way to stop. */
    watch(hear: (keep: Keep) => void): () => void {
      const subscription = liveQuery(read).subscribe({ next: hear })
      return () => subscription.unsubscribe()
    },
  }
}
