import { defineJob } from "../../model/jobs.ts"
import type { ArchiveEntry } from "./archiveLimits.ts"

/** Files, and how hard to fold them. */
export interface ZipInput {
  readonly entries: readonly ArchiveEntry[]
  readonly level: 0 | 1 | 6 | 9
}

/** Makes an archive; the same files always give the same bytes. */
export const zipJob = defineJob<ZipInput, Uint8Array>({
  name: "archive.zip",
  load: () => import("./zipWork.ts"),
  inPlace: ({ entries }) => entries.reduce((size, { bytes }) => size + bytes.length, 0) < 100_000,
})
