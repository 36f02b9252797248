import { liveQuery } from "dexie"
import type { AgreedRow, Database } from "./database.ts"

/** The name under which the folder stands among the settings. */
const setting = "twin"

/** Which folder is kept in step with the workflows, and what both sides last agreed on. */
export function createTwinStore(database: Database) {
  const { settings, agreed } = database
  const folder = async (): Promise<FileSystemDirectoryHandle | null> => {
    const value = (await settings.get(setting))?.value
    return value instanceof FileSystemDirectoryHandle ? value : null
  }
  return {
    folder,
    /** Calls back with the folder, now and whenever one is picked, opened again or left in any tab. */
    watch(hear: (folder: FileSystemDirectoryHandle | null) => void): () => void {
      const subscription = liveQuery(folder).subscribe({ next: hear })
      return () => subscription.unsubscribe()
    },
    /** Keeps a folder, or none. With another folder nothing is agreed any more. */
    async put(handle: FileSystemDirectoryHandle | null): Promise<void> {
      const before = await folder()
      const isSame = handle !== null && before !== null && (await before.isSameEntry(handle))
      await database.transaction("rw", settings, agreed, async () => {
        if (!isSame) await agreed.clear()
        if (handle === null) await settings.delete(setting)
        else await settings.put({ name: setting, value: handle })
      })
    },
    agreements: {
      all: () => agreed.toArray(),
      async put(row: AgreedRow): Promise<void> {
        await agreed.put(row)
      },
      async forget(id: string): Promise<void> {
        await agreed.delete(id)
      },
    },
  }
}
