import { err, ok, type Result } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { Answer, FileInfo, FilesPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { ListedEntry } from "./archiveList.ts"
import { crc32 } from "./crc32.ts"
import { createFeed } from "./feed.ts"
import { fileStepProblem } from "./fileStepProblems.ts"

/** So many bytes of files that are written over are kept at hand, to be put back where something goes wrong. */
const mostKept = 100_000_000

/** Where a file of an archive goes. */
export interface UnzipTarget {
  /** Its name in the archive. */
  readonly name: string
  readonly path: string
  /** What stands there now; null where nothing does. */
  readonly before: Uint8Array | null
}

/**
 * Where the files of the archive go, without those that stand there already as they are: a step that was cut and is
 * repeated finds its own work there, which must not be taken for another's.
 */
export async function unzipTargets(
  files: FilesPort,
  entries: readonly ListedEntry[],
  folder: string,
  overwrite: boolean,
): Promise<Result<readonly UnzipTarget[], Problem>> {
  const targets: UnzipTarget[] = []
  let kept = 0
  for (const entry of entries) {
    const path = folder + entry.name
    const info = await files.info(path)
    if (!info.ok) return info
    if (info.value?.kind !== "file") {
      if (info.value && !overwrite) return err(fileProblem("file_exists", { path }))
      targets.push({ name: entry.name, path, before: null })
      continue
    }
    const same = await isSame(files, info.value, entry)
    if (!same.ok) return same
    if (same.value) continue
    if (!overwrite) return err(fileProblem("file_exists", { path }))
    kept += info.value.size
    if (kept > mostKept)
      return err(fileStepProblem("archive_over_much", { path, most: mostKept / 1_000_000 }))
    const before = await files.read(path)
    if (!before.ok) return before
    targets.push({ name: entry.name, path, before: before.value })
  }
  return ok(targets)
}

async function isSame(files: FilesPort, info: FileInfo, { size, check }: ListedEntry): Answer<boolean> {
  if (info.size !== size) return ok(false)
  const feed = createFeed(files)
  await feed.open(info.path)
  let sum = 0
  for (let piece = await feed.next(); piece !== null; piece = await feed.next()) sum = crc32(piece, sum)
  const problem = feed.problem()
  return problem === null ? ok(sum === check) : err(problem)
}
