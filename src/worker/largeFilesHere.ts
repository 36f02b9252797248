import type { LargeFiles } from "../model/largeFiles.ts"
import type { Database } from "../storage/database.ts"
import { createLargeFiles, type LargeFilesParts, sweepLargeFiles } from "../storage/largeFiles.ts"

const here = (): LargeFilesParts => ({
  root: () => navigator.storage.getDirectory(),
  locks: navigator.locks,
  newId: () => crypto.randomUUID(),
})

/** The large files of this browser. */
export function createLargeFilesHere(): LargeFiles {
  return createLargeFiles(here())
}

/** Takes away what no row of the database names: see `storage/largeFiles.ts`. */
export function sweepHere(database: Database): Promise<number> {
  return sweepLargeFiles(database, here())
}
