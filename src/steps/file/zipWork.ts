import { type Zippable, zipSync } from "fflate"
import { ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import type { ZipInput } from "./zipJob.ts"

/** The time that all files in an archive bear: the earliest that the format knows. */
const anyTime = new Date(1980, 0, 1)

/** Makes an archive. */
export const work: JobWork<ZipInput, Uint8Array> = ({ entries, level }) => {
  const tree: Zippable = { __proto__: null } as never
  for (const { name, bytes } of entries) tree[name] = [bytes, { level, mtime: anyTime }]
  return ok(zipSync(tree))
}
