import { translatorInto } from "../language/wordFiles.ts"
import { createDatabase, type Database } from "../storage/database.ts"
import { createDexieJournal } from "../storage/dexieJournal.ts"
import { type Channel, hearCommits } from "./calls.ts"
import { createHistoryIndex, type HistoryIndex } from "./historyIndex.ts"

/** The history of a page, with what it is read from. */
export interface HistoryAhead {
  readonly database: Database
  readonly index: HistoryIndex
  /** Where tabs tell one another what they commit. */
  readonly calls: Channel
}

/**
 * Begins to read the history. The engine is large, and what is asked of the history needs none of it: so that is read
 * and answered while the engine is still on its way. What other tabs commit meanwhile is heard from the first moment.
 */
export function createHistoryAhead(databaseName = "rivulet"): HistoryAhead {
  const database = createDatabase(databaseName)
  const index = createHistoryIndex(createDexieJournal<never>(database), translatorInto)
  const calls = new BroadcastChannel(`${databaseName}-calls`)
  hearCommits(calls, index.touch)
  index.readAhead()
  return { database, index, calls }
}
