import { err, ok, type Result } from "../../lib/result.ts"
import type { TableRow, TablesPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { tableProblem } from "../../model/tableProblems.ts"

/*
 * A table is a set of rows by key. Where they are kept is a store's affair; names, sizes and order are looked after
 * here, the same for every store, so that a workflow meets the same tables in a page and in a terminal.
 */

/** Where the rows of tables are kept. */
export interface TableStore {
  /** The rows with the keys, or all. */
  read(table: string, keys?: readonly string[]): Promise<readonly TableRow[]>
  change(
    table: string,
    changes: { readonly put: readonly TableRow[]; readonly remove: readonly string[] },
  ): Promise<void>
}

const tableName = /^[a-z][a-z0-9_]{0,63}$/
const longestKey = 500
const longestRow = 1_000_000
/** The most rows that one change may put. */
const mostRows = 100_000

/** The tables of a store. */
export function createTables(store: TableStore): TablesPort {
  async function at<T>(table: string, work: () => Promise<T>): Promise<Result<T, Problem>> {
    if (!tableName.test(table)) return err(tableProblem("table_bad_name", { table }))
    try {
      return ok(await work())
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      return err(tableProblem("table_trouble", { table, why }))
    }
  }

  return {
    rows: (table, keys) => at(table, async () => [...(await store.read(table, keys))].sort(byMaking)),
    async change(table, { put = [], remove = [] }) {
      if (put.length > mostRows)
        return err(tableProblem("table_too_many", { count: put.length, most: mostRows }))
      const long = put.find(({ key }) => key.length > longestKey)
      if (long) return err(tableProblem("table_long_key", { key: long.key, most: longestKey }))
      const large = put.find(({ value }) => JSON.stringify(value).length > longestRow)
      if (large) return err(tableProblem("table_large_row", { key: large.key, most: longestRow }))
      return at(table, () => store.change(table, { put, remove }))
    },
  }
}

/** Rows made at one moment stand in the order of their keys, which count on. */
function byMaking(a: TableRow, b: TableRow): number {
  return a.made - b.made || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}
