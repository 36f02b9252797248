import type { JsonMap } from "../../lib/json.ts"
import { isMap, type Json, own } from "../../lib/json.ts"
import type { StagedChange } from "../../model/journal.ts"
import type { TableRow, TablesPort } from "../../model/ports.ts"
import type { KeptTable } from "../files/dexieHome.ts"
import { createTableChanges } from "./tableChanges.ts"
import { createTables } from "./tables.ts"

/** The store of a table's rows. */
const storeOf = (table: string) => `table:${table}`

/**
 * Tables as one attempt sees them: its changes are its own until they are committed together with its outcome, so
 * that a row is put once however often the attempt is cut.
 */
export function createDexieTables(kept: KeptTable): {
  readonly tables: TablesPort
  staged(): readonly StagedChange[]
} {
  async function keptRows(table: string, keys: readonly string[] | undefined): Promise<TableRow[]> {
    const store = storeOf(table)
    if (keys === undefined) {
      const all = await kept
        .where("[store+key]")
        .between([store, ""], [store, "\uffff"], true, true)
        .toArray()
      return all.flatMap(({ key, value }) => readRow(key, value) ?? [])
    }
    const found = await Promise.all(keys.map(key => kept.get([store, key])))
    return found.flatMap(row => (row && readRow(row.key, row.value)) ?? [])
  }

  const { store, changes } = createTableChanges(keptRows)
  return {
    tables: createTables(store),
    staged: () =>
      [...changes].flatMap(([table, rows]) =>
        [...rows].map(([key, row]) => ({ store: storeOf(table), key, value: row && writeRow(row) })),
      ),
  }
}

function writeRow({ made, value }: TableRow): JsonMap {
  return { made, value }
}

function readRow(key: string, row: Json): TableRow | undefined {
  const value = isMap(row) ? own(row, "value") : undefined
  const made = isMap(row) ? own(row, "made") : undefined
  return isMap(value) ? { key, made: typeof made === "number" ? made : 0, value } : undefined
}
