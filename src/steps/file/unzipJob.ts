import { defineJob } from "../../model/jobs.ts"
import type { ArchiveEntry } from "./archiveLimits.ts"

/** An archive: its path is for what is said of it. */
export interface UnzipInput {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Reads an archive; nothing of one that breaks a limit or leads out of the workspace comes back. */
export const unzipJob = defineJob<UnzipInput, readonly ArchiveEntry[]>({
  name: "archive.unzip",
  load: () => import("./unzipWork.ts"),
})
