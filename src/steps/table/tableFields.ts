import { z } from "zod"
import { isMap, type Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { TableRow } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { tableProblem } from "../../model/tableProblems.ts"
import { anyJson } from "../anyJson.ts"
import { wordFor } from "../data/dataProblems.ts"
import { fieldReader } from "../data/fieldPath.ts"
import { itemCondition, matcherOf } from "../data/matcher.ts"

/** The parameter that names a table. */
export const tableField = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: "The table's name: small letters, digits and _. It is made by its first row" })

/** The parameter of rows that go into a table. */
export const rowsField = anyJson
  .optional()
  .meta({ description: "A map, or a list of maps; what arrives by the wire if left out" })

/** The conditions that say which rows are meant. */
export const whereField = z
  .array(itemCondition)
  .max(100)
  .default([])
  .meta({ description: "Which rows are meant" })

/** Whether all conditions must hold, or any. */
export const matchField = z
  .enum(["all", "any"])
  .default("all")
  .meta({ description: "Whether all conditions must hold, or any" })

/** The rows among these that the conditions mean. */
export function rowsWhere(
  rows: readonly TableRow[],
  where: z.output<typeof whereField>,
  match: "all" | "any",
): TableRow[] {
  if (where.length === 0) return [...rows]
  const meets = matcherOf(where, match)
  return rows.filter(({ value }) => meets(value))
}

/**
 * The rows as they go into a table, each under its key: what stands in the key field, or else a key of its own that
 * is the same on every attempt.
 */
export function rowsFrom(
  given: Json,
  field: string | undefined,
  { key, now }: { readonly key: string; readonly now: number },
): Result<readonly TableRow[], Problem> {
  const list: readonly Json[] = Array.isArray(given) ? given : [given]
  const read = field === undefined ? undefined : fieldReader(field)
  const rows: TableRow[] = []
  for (const [index, value] of list.entries()) {
    if (!isMap(value)) return err(tableProblem("table_not_map", { index, what: wordFor(value) }))
    const found = read?.(value)
    if (read && (found === undefined || found === null || found === ""))
      return err(tableProblem("table_no_key", { index, field: field ?? "" }))
    const rowKey = found === undefined ? `${key}:${String(index).padStart(6, "0")}` : keyText(found)
    rows.push({ key: rowKey, made: now, value })
  }
  return ok(rows)
}

/** Rows by key; of several with one key the first, or the last. */
export function rowsByKey(rows: readonly TableRow[], wins: "first" | "last"): Map<string, TableRow> {
  return new Map((wins === "last" ? rows : rows.toReversed()).map(row => [row.key, row]))
}

/** A key as text: texts stand as they are, so that they can be read; anything else as its JSON. */
function keyText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value)
}
