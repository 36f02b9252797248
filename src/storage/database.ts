import Dexie, { type EntityTable } from "dexie"

/** A workflow as it is kept. */
export interface WorkflowRow {
  readonly id: string
  readonly text: string
  /** Counts writes, so that nothing is overwritten unseen. */
  readonly revision: number
  /** Milliseconds since 1970. */
  readonly changed: number
  /** What lists show of it without reading its text; made by who wrote it. */
  readonly summary: unknown
}

/** The database of the page. */
export type Database = Dexie & { readonly workflows: EntityTable<WorkflowRow, "id"> }

/** Opens the database. Versions are numbered, and old ones stay, so that old data is always read. */
export function createDatabase(name = "rivulet"): Database {
  const database = new Dexie(name, { chromeTransactionDurability: "strict" }) as Database
  database.version(1).stores({ workflows: "id, changed" })
  return database
}
