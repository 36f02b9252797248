import type { TableRow } from "../../model/ports.ts"
import type { TableStore } from "./tables.ts"

/** What would be changed, by table and key; null is a row that would go. */
export type TableChanges = ReadonlyMap<string, ReadonlyMap<string, TableRow | null>>

/** Rows as they would be: what is changed is kept here, before the rows that `below` reads, and reaches none of them. */
export function createTableChanges(
  below: (table: string, keys: readonly string[] | undefined) => Promise<readonly TableRow[]>,
): { readonly store: TableStore; readonly changes: TableChanges } {
  const changes = new Map<string, Map<string, TableRow | null>>()
  return {
    changes,
    store: {
      async read(table, keys) {
        const rows = new Map((await below(table, keys)).map(row => [row.key, row]))
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
    },
  }
}
