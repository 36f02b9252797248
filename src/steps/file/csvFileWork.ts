import { err, ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import { readCsv } from "../data/csv.ts"
import { createCsvRows } from "../data/csvRows.ts"
import { dataProblem } from "../data/dataProblems.ts"
import type { CsvFileInput, CsvFileOutput } from "./csvFileJob.ts"
import { nextPiece } from "./feed.ts"
import { fileStepProblem } from "./fileStepProblems.ts"
import { takeBytes } from "./sink.ts"

/** A row longer than this is none: a quote was left open. */
const longestRow = 16_000_000

/** Reads CSV as it comes: a row that goes on in the next piece waits for that. */
export const work: JobWork<CsvFileInput, CsvFileOutput> = async (input, { call, part, progress }) => {
  const { separator, header, first, isWritten, size } = input
  const rows = createCsvRows(header)
  const decoder = new TextDecoder("utf-8", { fatal: true })
  const encoder = new TextEncoder()
  let [rest, count, lines, got] = ["", 0, 0, 0]
  for (let isWhole = false; !isWhole; ) {
    const piece = (await call(nextPiece)) as Uint8Array | null
    isWhole = piece === null
    got += piece?.length ?? 0
    try {
      rest += piece === null ? decoder.decode() : decoder.decode(piece, { stream: true })
    } catch {
      return err(fileStepProblem("csv_not_text", { line: lines + 1 }))
    }
    const taken: ReturnType<typeof rows.take>[number][] = []
    const read = readCsv(rest, separator, portion => void taken.push(...rows.take(portion)), isWhole)
    if (!read.ok) return err(dataProblem("data_bad_csv", { line: lines + read.error }))
    for (let at = rest.indexOf("\n"); at >= 0 && at < read.value; at = rest.indexOf("\n", at + 1)) lines++
    rest = rest.slice(read.value)
    if (rest.length > longestRow) return err(dataProblem("data_bad_csv", { line: lines + 1 }))
    if (count < first && taken.length > 0) part(taken.slice(0, first - count))
    count += taken.length
    if (isWritten && taken.length > 0) {
      const text = taken.map(row => `${JSON.stringify(row)}\n`).join("")
      if ((await call(takeBytes, encoder.encode(text))) !== true) break
    }
    progress(size === 0 ? 1 : Math.min(1, got / size))
  }
  return ok({ count, columns: rows.columns() })
}
