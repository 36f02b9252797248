import { liveQuery } from "dexie"
import type { Database } from "./database.ts"

/*
 * In which folder of the disk each workflow works: its own, or the one that is for all, or none. The browser keeps
 * handles as values, so they stand in the database, and every thread that reads one can use it.
 */

/** The row of the folder for all workflows that have none of their own. */
export const everyWorkflow = "*"

/** Folders by workflow, or `*`; null for a workflow that keeps to the private workspace. */
export type Folders = ReadonlyMap<string, FileSystemDirectoryHandle | null>

/** Which folders workflows work in. */
export interface FolderStore {
  all(): Promise<Folders>
  /** Calls back now, and whenever a folder is picked, opened anew or left in any tab. */
  watch(hear: (folders: Folders) => void): () => void
  /** Lets the workflow, or `*` for all, work in the folder; null for the private workspace. Told again, all hear of it. */
  put(workflow: string, handle: FileSystemDirectoryHandle | null): Promise<void>
  /** Goes back to what holds for all; for `*`, to the private workspace. */
  drop(workflow: string): Promise<void>
}

/** The folder in which the workflow works; null for the private workspace. */
export function folderFor(folders: Folders, workflow: string): FileSystemDirectoryHandle | null {
  const own = folders.get(workflow)
  return own === undefined ? (folders.get(everyWorkflow) ?? null) : own
}

/** Keeps folders in the browser's database. */
export function createFolderStore(database: Database, now: () => number): FolderStore {
  const { folders } = database
  const all = async (): Promise<Folders> => {
    const rows = await folders.toArray()
    return new Map(rows.map(({ workflow, handle }) => [workflow, handle]))
  }
  return {
    all,
    watch(hear) {
      const subscription = liveQuery(all).subscribe({ next: hear })
      return () => subscription.unsubscribe()
    },
    async put(workflow, handle) {
      await folders.put({ workflow, handle, opened: now() })
    },
    async drop(workflow) {
      await folders.delete(workflow)
    },
  }
}
