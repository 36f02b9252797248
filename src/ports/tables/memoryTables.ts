import type { TableRow } from "../../model/ports.ts"
import type { TableStore } from "./tables.ts"

/** Tables in memory: for tests, and for what is laid over other tables. */
export function createMemoryTables(): TableStore {
  const tables = new Map<string, Map<string, TableRow>>()
  return {
    async read(table, keys) {
      const rows = tables.get(table)
      if (keys === undefined) return [...(rows?.values() ?? [])]
      return keys.flatMap(key => rows?.get(key) ?? [])
    },
    async change(table, { put, remove }) {
      const rows = tables.get(table) ?? new Map<string, TableRow>()
      tables.set(table, rows)
      for (const key of remove) rows.delete(key)
      for (const row of put) rows.set(row.key, row)
    },
  }
}
