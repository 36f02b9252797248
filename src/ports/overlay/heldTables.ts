import { isList, isMap, type Json } from "../../lib/json.ts"
import type { TableRow, TablesPort } from "../../model/ports.ts"
import { markOn } from "../recording/answerMarks.ts"
import { createOverlayTables } from "../tables/overlayTables.ts"
import type { Hold } from "./outbox.ts"

/**
 * Tables whose changes go through `hold`. What is held stands before the real rows all the same, for this attempt and,
 * as `earlier` tells them, for those after it.
 */
export function heldTables(tables: TablesPort, hold: Hold, earlier: () => readonly Json[]): TablesPort {
  const overlay = createOverlayTables(tables)
  let seeding: Promise<void> | undefined
  const seeded = (): Promise<void> => {
    seeding ??= seed()
    return seeding
  }
  async function seed(): Promise<void> {
    for (const asked of earlier()) {
      if (!isMap(asked) || typeof asked.table !== "string") continue
      await overlay.tables.change(asked.table, { put: rowsIn(asked.put), remove: keysIn(asked.remove) })
    }
  }
  return {
    async rows(table, keys) {
      await seeded()
      return overlay.tables.rows(table, keys)
    },
    async change(table, changes) {
      await seeded()
      const { put = [], remove = [] } = changes
      const answer = await hold({
        ...{ port: "tables", what: "change", say: sayChange(table, put.length, remove.length) },
        with: { table, put: put.map(row => ({ ...row })), remove: [...remove] },
        ...{ simulated: undefined, perform: () => tables.change(table, changes) },
      })
      if (answer.ok && markOn(answer).held !== undefined) await overlay.tables.change(table, changes)
      return answer
    },
  }
}

function sayChange(table: string, put: number, removed: number): string {
  const rows = (count: number) => `${count} ${count === 1 ? "row" : "rows"}`
  const says = [
    ...(put > 0 || removed === 0 ? [`put ${rows(put)}`] : []),
    ...(removed > 0 ? [`take away ${rows(removed)}`] : []),
  ]
  return `Table ${table}: ${says.join(", ")}`
}

function rowsIn(value: Json | undefined): TableRow[] {
  return (isList(value) ? value : []).flatMap(row =>
    isMap(row) && typeof row.key === "string" && isMap(row.value)
      ? [{ key: row.key, made: Number(row.made ?? 0), value: row.value }]
      : [],
  )
}

function keysIn(value: Json | undefined): string[] {
  return (isList(value) ? value : []).filter(key => typeof key === "string")
}
