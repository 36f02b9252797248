import { defineJob } from "../../model/jobs.ts"
import type { ListedEntry } from "./archiveList.ts"

/** An archive: its path is for what is said of it. */
export interface UnzipInput {
  readonly path: string
  readonly size: number
  /** The most bytes and files that it may hold. */
  readonly largest: number
  readonly most: number
  /** The files that are to be handed over; none while the archive is only looked at. */
  readonly give: readonly string[]
}

/** What a job calls before and after the bytes of a file that it hands over. */
export const [beginFile, endFile] = ["begin", "end"] as const

/**
 * Reads an archive that it asks for from its beginning, as often as it has to; nothing comes of one that breaks a limit
 * or leads out of the workspace.
 */
export const unzipJob = defineJob<UnzipInput, readonly ListedEntry[]>({
  name: "archive.unzip",
  load: () => import("./unzipWork.ts"),
})
