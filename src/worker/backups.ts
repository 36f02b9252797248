import type { Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import { type Restored, readBackup, writeBackup } from "../storage/backup.ts"
import type { Database } from "../storage/database.ts"
import { createLargeFilesHere } from "./largeFilesHere.ts"

/** Everything as one file. */
export function makeBackup(database: Database): Promise<Blob> {
  return new Response(writeBackup(database, Date.now(), { large: createLargeFilesHere() })).blob()
}

/** Brings back what a file of `makeBackup` holds. */
export function restoreBackup(
  database: Database,
  file: ReadableStream<Uint8Array>,
): Promise<Result<Restored, Problem>> {
  return readBackup(database, file, Date.now(), createLargeFilesHere())
}
