import type { FilesPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { type Sink, sinkInto, takeBytes } from "./sink.ts"
import { beginFile, endFile } from "./unzipJob.ts"
import type { UnzipTarget } from "./unzipTargets.ts"

/** Writes the files of an archive as a job hands them over: all of them, or none. */
export interface UnzipWriter {
  /** Answers what the job calls for a file that it hands over. */
  answer(what: string, value: unknown): Promise<boolean>
  /** Ends it; where something went wrong, here or before, that is given, and all is as it was. */
  end(problem: Problem | null): Promise<Problem | null>
}

/** Makes what writes the files to their targets. */
export function createUnzipWriter(files: FilesPort, targets: readonly UnzipTarget[]): UnzipWriter {
  const byName = new Map(targets.map(target => [target.name, target]))
  const written: UnzipTarget[] = []
  let wrong: Problem | null = null
  let open: { readonly target: UnzipTarget; readonly sink: Sink } | null = null

  async function close(problem: Problem | null): Promise<Problem | null> {
    if (open === null) return problem
    const { target, sink } = open
    open = null
    const ended = await sink.end(problem)
    if (ended.ok) written.push(target)
    return problem ?? (ended.ok ? null : ended.error)
  }

  async function takeBack(): Promise<void> {
    for (const { path, before } of written) {
      if (before) await files.write(path, before)
      else await files.remove(path)
    }
  }

  return {
    async answer(what, value) {
      if (what === takeBytes) return open?.sink.take(value as Uint8Array) ?? false
      if (what === endFile) wrong = await close(wrong)
      const target = byName.get(String(value))
      if (what !== beginFile || target === undefined || wrong !== null) return false
      open = { target, sink: sinkInto(files, target.path) }
      return true
    },
    async end(problem) {
      const failure = wrong ?? (await close(problem))
      if (failure !== null) await takeBack()
      return failure
    },
  }
}
