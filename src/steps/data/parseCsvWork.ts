import { err, ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import { readCsv } from "./csv.ts"
import { dataProblem } from "./dataProblems.ts"
import type { CsvInput } from "./parseCsvJob.ts"

/** Reads CSV, and hands over its rows in portions: maps by column where a header names them, else lists of cells. */
export const work: JobWork<CsvInput, null> = ({ text, separator, header }, { part, progress }) => {
  const columns = createColumns()
  let width = 0
  const read = readCsv(text, separator, (rows, position) => {
    if (!header) part(rows)
    else {
      const first = width === 0 ? rows.shift() : undefined
      if (first) {
        columns.name(first)
        width = first.length
      }
      part(rows.map(row => rowMap(row, columns.upTo(Math.max(width, row.length)), width)))
    }
    progress(position / text.length)
  })
  return read.ok ? ok(null) : err(dataProblem("data_bad_csv", { line: read.error }))
}

function rowMap(row: readonly string[], names: readonly string[], width: number) {
  const map: Record<string, string> = {}
  const count = Math.max(width, row.length)
  for (let index = 0; index < count; index++) {
    const [name = "", cell = ""] = [names[index], row[index]]
    // Only this name would not become a field of its own.
    if (name === "__proto__")
      Object.defineProperty(map, name, { value: cell, enumerable: true, configurable: true, writable: true })
    else map[name] = cell
  }
  return map
}

/** Names of columns: a column without one is called by its number, a name that comes again is numbered. */
function createColumns() {
  const names: string[] = []
  const used = new Map<string, number>()
  const add = (given: string | undefined): void => {
    const name = given?.trim() || `column_${names.length + 1}`
    const times = (used.get(name) ?? 0) + 1
    used.set(name, times)
    names.push(times === 1 ? name : `${name}_${times}`)
  }
  return {
    name: (header: readonly string[]) => header.forEach(add),
    upTo(count: number): readonly string[] {
      while (names.length < count) add(undefined)
      return names
    },
  }
}
