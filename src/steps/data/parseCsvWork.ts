import { err, ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import { readCsv } from "./csv.ts"
import { createCsvRows } from "./csvRows.ts"
import { dataProblem } from "./dataProblems.ts"
import type { CsvInput } from "./parseCsvJob.ts"

/** Reads CSV, and hands over its rows in portions: maps by column where a header names them, else lists of cells. */
export const work: JobWork<CsvInput, null> = ({ text, separator, header }, { part, progress }) => {
  const rows = createCsvRows(header)
  const read = readCsv(text, separator, (portion, position) => {
    part(rows.take(portion))
    progress(position / text.length)
  })
  return read.ok ? ok(null) : err(dataProblem("data_bad_csv", { line: read.error }))
}
