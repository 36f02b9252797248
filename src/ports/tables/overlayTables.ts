import type { TablesPort } from "../../model/ports.ts"
import { createTableChanges, type TableChanges } from "./tableChanges.ts"
import { createTables } from "./tables.ts"

/** Tables as a sandbox run sees them: what it changes stands before the real rows, and reaches none of them. */
export interface OverlayTables {
  readonly tables: TablesPort
  changes(): TableChanges
}

/** Lays tables over others. */
export function createOverlayTables(under: TablesPort): OverlayTables {
  const { store, changes } = createTableChanges(async (table, keys) => {
    const below = await under.rows(table, keys)
    if (!below.ok) throw new Error(below.error.message)
    return below.value
  })
  return { tables: createTables(store), changes: () => changes }
}
