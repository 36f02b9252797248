import type { TableRow, TablesPort } from "../../model/ports.ts"
import { createTables } from "./tables.ts"

/** Tables as a sandbox run sees them: what it changes stands before the real rows, and reaches none of them. */
export interface OverlayTables {
  readonly tables: TablesPort
  /** What would be changed, by table and key; null is a row that would go. */
  changes(): ReadonlyMap<string, ReadonlyMap<string, TableRow | null>>
}

/** Lays tables over others. */
export function createOverlayTables(under: TablesPort): OverlayTables {
  const changes = new Map<string, Map<string, TableRow | null>>()
  const tables = createTables({
    async read(table, keys) {
      const below = await under.rows(table, keys)
      if (!below.ok) throw new Error(below.error.message)
      const rows = new Map(below.value.map(row => [row.key, row]))
      for (const [key, row] of changes.get(table) ?? []) {
        if (row === null) rows.delete(key)
        else if (keys === undefined || keys.includes(key)) rows.set(key, row)
      }
      return [...rows.values()]
    },
    async change(table, { put, remove }) {
      const own = changes.get(table) ?? new Map<string, TableRow | null>()
      changes.set(table, own)
      for (const key of remove) own.set(key, null)
      for (const row of put) own.set(row.key, row)
    },
  })
  return { tables, changes: () => changes }
}
