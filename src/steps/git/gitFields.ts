import { z } from "zod"
import { ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import type { Hint, StepContext } from "../../model/step.ts"
import { parseFilePath } from "../../model/workspacePath.ts"

/** Which repository of the workspace is meant. */
export const repositoryField = z.string().min(1).optional().meta({
  description: "The folder of the repository; the workspace itself if left out",
})

/** How the repository is asked for. */
export const repositoryHint: Hint = { widget: "file", advanced: true }

/** The options without those that were left out. */
export function given<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}

/** The path that is asked about, if one is; what no workspace has is refused, for git would just find nothing there. */
export function pathIn({
  path,
}: {
  readonly path?: string | undefined
}): Result<string | undefined, Problem> {
  return path === undefined ? ok(undefined) : parseFilePath(path)
}

/** How a step goes along with what takes long: it is stopped with the step, and tells its progress. */
export function watchOf({ signal, progress }: Pick<StepContext, "signal" | "progress">) {
  return { signal, progress }
}
