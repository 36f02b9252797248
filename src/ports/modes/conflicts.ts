import { err, ok, type Result } from "../../lib/result.ts"
import { KeptChanges } from "../../model/keptChanges.ts"
import type { Problem } from "../../model/problems.ts"
import { type Cassette, fileEntryId, type RecordedChange } from "../../model/recording.ts"
import type { FileHome } from "../files/home.ts"
import { sha256Of } from "../overlay/sha256.ts"
import { recordingProblem } from "../recording/recordingProblems.ts"
import { hashIn } from "./fileStates.ts"

/** What a sandbox run came to change, by path: from the first state that it met to the last that it made. */
export function changesIn(sandbox: Cassette): ReadonlyMap<string, RecordedChange> {
  const found = new KeptChanges()
  for (const step of Object.values(sandbox.steps)) for (const change of step.changes ?? []) found.keep(change)
  return found
}

/** The problem that a file which was ticked has changed since the sandbox run met it. */
export async function conflictWith(
  home: FileHome,
  sandbox: Cassette,
  ticked: readonly string[] | undefined,
): Promise<Problem | undefined> {
  const paths: string[] = []
  for (const { path, before, after } of changesIn(sandbox).values()) {
    if (ticked !== undefined && !ticked.includes(fileEntryId(path))) continue
    const now = await stateIn(home, path)
    if (!now.ok) return now.error
    if (now.value !== hashIn(before) && now.value !== hashIn(after)) paths.push(path)
  }
  const [path] = paths
  return path === undefined ? undefined : changedUnderneath(path, paths)
}

/** The problem that these paths have changed underneath; the first is named. */
export function changedUnderneath(path: string, paths: readonly string[] = [path]): Problem {
  return { ...recordingProblem("changed_underneath", { path }), data: { paths: [...paths] } }
}

/** The problem that a change builds on one that was not ticked, and so was never made. */
export function buildsOnLeftOut(path: string): Problem {
  return { ...recordingProblem("builds_on_left_out", { path }), data: { paths: [path] } }
}

/** Whether the sandbox run itself met or made that state at the path: then nobody else has changed it since. */
export function isStateOf({ steps }: Cassette, path: string, state: string | null): boolean {
  const changes = Object.values(steps).flatMap(step => step.changes ?? [])
  return changes.some(
    change => change.path === path && [hashIn(change.before), hashIn(change.after)].includes(state),
  )
}

/** What stands at the path now: the SHA-256 of a file, `folder`, or null. */
export async function stateIn(home: FileHome, path: string): Promise<Result<string | null, Problem>> {
  const info = await home.info(path)
  if (!info.ok) return info
  if (info.value === null || info.value.kind === "folder") return ok(info.value === null ? null : "folder")
  const bytes = await home.read(path)
  return bytes.ok ? ok(await sha256Of(bytes.value)) : err(bytes.error)
}
