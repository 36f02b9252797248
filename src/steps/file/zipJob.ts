import { defineJob } from "../../model/jobs.ts"

/** Files by their names in the archive, and how hard to fold them. */
export interface ZipInput {
  readonly entries: readonly { readonly name: string; readonly size: number }[]
  readonly level: 0 | 1 | 6 | 9
}

/** Makes an archive of files that it asks for one after the other, and hands it over as it comes. */
export const zipJob = defineJob<ZipInput, null>({
  name: "archive.zip",
  load: () => import("./zipWork.ts"),
  inPlace: ({ entries }) => entries.reduce((all, { size }) => all + size, 0) < 100_000,
})
