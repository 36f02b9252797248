import Dexie, { liveQuery } from "dexie"
import { type AiSettings, freshAiSettings } from "../model/ai/providers.ts"
import type { Database } from "./database.ts"

/** What the user chose about models, as the page keeps it. */
export interface AiSettingsStore {
  read(): Promise<AiSettings>
  write(settings: AiSettings): Promise<void>
  /** Calls back now and whenever it changes in any tab; gives the way to stop. */
  watch(hear: (settings: AiSettings) => void): () => void
}

/** Opens what the user chose about models. What cannot be read is as if nothing had been chosen. */
export function createAiSettings(database: Database): AiSettingsStore {
  const read = async (): Promise<AiSettings> => {
    const row = await database.settings.get("ai")
    if (row === undefined) return freshAiSettings
    const { parseAiSettings } = await Dexie.waitFor(import("../model/ai/parseAiSettings.ts"))
    return parseAiSettings(row.value) ?? freshAiSettings
  }
  return {
    read,
    async write(settings) {
      await database.settings.put({ name: "ai", value: settings })
    },
    watch(hear) {
      const subscription = liveQuery(read).subscribe({ next: hear })
      return () => subscription.unsubscribe()
    },
  }
}
