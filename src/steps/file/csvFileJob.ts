import { defineJob } from "../../model/jobs.ts"

/** How a CSV file is read. */
export interface CsvFileInput {
  readonly separator: string
  readonly header: boolean
  /** So many rows are handed over. */
  readonly first: number
  /** Whether all rows are handed over as lines of JSON besides. */
  readonly isWritten: boolean
  readonly size: number
}

/** What was in it. */
export interface CsvFileOutput {
  readonly count: number
  readonly columns: readonly string[]
}

/** Reads a CSV file of any size: its bytes are called for, the first rows come in parts. */
export const csvFileJob = defineJob<CsvFileInput, CsvFileOutput>({
  name: "csv.file",
  load: () => import("./csvFileWork.ts"),
  inPlace: ({ size }) => size < 200_000,
})
