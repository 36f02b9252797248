import { defineJob } from "../../model/jobs.ts"

/** CSV text, and how it is to be read. */
export interface CsvInput {
  readonly text: string
  readonly separator: string
  /** Whether the first row names the columns: rows become maps. */
  readonly header: boolean
}

/** Reads CSV; its rows come in parts, in order. */
export const parseCsvJob = defineJob({
  name: "csv.parse",
  load: () => import("./parseCsvWork.ts"),
  inPlace: ({ text }) => text.length < 200_000,
})
