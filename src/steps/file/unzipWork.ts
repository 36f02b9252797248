import { Unzip, type UnzipFile, UnzipInflate } from "fflate"
import { joinBytes } from "../../lib/joinBytes.ts"
import { err, ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import type { Problem } from "../../model/problems.ts"
import { parseWritablePath } from "../../model/workspacePath.ts"
import { type ArchiveEntry, archiveLimits, harmlessBytes } from "./archiveLimits.ts"
import { archiveList, checkOf } from "./archiveList.ts"
import { fileStepProblem } from "./fileStepProblems.ts"
import type { UnzipInput } from "./unzipJob.ts"

/** So much of an archive is looked at at once: what it unfolds to is counted before more is. */
const step = 65_536

/**
 * Reads an archive and counts what it really unfolds to: what its headers claim proves nothing. Names are paths of the
 * workspace or the whole archive is refused.
 */
export const work: JobWork<UnzipInput, readonly ArchiveEntry[]> = ({ path, bytes }, { progress }) => {
  const entries: ArchiveEntry[] = []
  const names = new Set<string>()
  let [files, size, open] = [0, 0, 0]
  let refused: Problem | null = null
  const refuse = (problem: Problem): void => {
    refused ??= problem
  }

  const take = (file: UnzipFile): void => {
    if (++files > archiveLimits.entries)
      refuse(fileStepProblem("archive_entries", { path, most: archiveLimits.entries }))
    const isFolder = file.name.endsWith("/")
    const name = parseWritablePath(isFolder ? file.name.slice(0, -1) : file.name)
    if (!name.ok)
      refuse(fileStepProblem("archive_bad_name", { path, name: file.name, why: name.error.message }))
    if (!name.ok || isFolder || refused) return
    if (names.has(name.value.toLowerCase()))
      refuse(fileStepProblem("archive_twice", { path, name: name.value }))
    names.add(name.value.toLowerCase())
    const pieces: Uint8Array[] = []
    open++
    file.ondata = (cause, piece, isLast) => {
      if (cause) refuse(fileStepProblem("archive_broken", { path, why: cause.message }))
      size += piece?.length ?? 0
      if (size > archiveLimits.bytes)
        refuse(fileStepProblem("archive_too_big", { path, most: archiveLimits.bytes / 1_000_000 }))
      if (size > harmlessBytes && size > bytes.length * archiveLimits.ratio)
        refuse(fileStepProblem("archive_bomb", { path, most: archiveLimits.ratio }))
      if (refused) return
      pieces.push(piece)
      if (!isLast) return
      open--
      entries.push({ name: name.value, bytes: joinBytes(pieces) })
    }
    try {
      file.start()
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : "it is folded in an unknown way"
      refuse(fileStepProblem("archive_broken", { path, why }))
    }
  }

  const broken = (why: string) => err(fileStepProblem("archive_broken", { path, why }))
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return broken("it does not begin as a zip file does")
  const list = archiveList(bytes)
  if (list === null) return broken("its list of files is missing, as if it had been cut")
  for (const [name, { isLocked, isLink }] of list) {
    if (isLocked) return err(fileStepProblem("archive_locked", { path, name }))
    if (isLink) return err(fileStepProblem("archive_link", { path, name }))
  }
  const unzip = new Unzip(take)
  unzip.register(UnzipInflate)
  try {
    for (let at = 0; at < bytes.length && refused === null; at += step) {
      unzip.push(bytes.slice(at, at + step), at + step >= bytes.length)
      progress(Math.min(1, (at + step) / bytes.length))
    }
  } catch (cause) {
    return broken(cause instanceof Error ? cause.message : "it cannot be read")
  }
  if (refused !== null) return err(refused)
  if (open > 0) return broken("it ends in the middle of a file")
  const changed = entries.find(({ name, bytes }) => {
    const listed = list.get(name)
    return listed !== undefined && (listed.size !== bytes.length || listed.check !== checkOf(bytes))
  })
  return changed ? broken(`${changed.name} does not come out as it went in`) : ok(entries)
}
