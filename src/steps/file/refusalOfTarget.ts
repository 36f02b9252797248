import { fileProblem } from "../../model/fileProblems.ts"
import type { FilesPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { fileStepProblem } from "./fileStepProblems.ts"

/** Why nothing may be put from the one path to the other, or null. */
export async function refusalOfTarget(
  files: FilesPort,
  from: string,
  to: string,
  overwrite: boolean,
): Promise<Problem | null> {
  if (from === to) return fileStepProblem("file_same_path", { path: to })
  const target = await files.info(to)
  if (!target.ok) return target.error
  return target.value !== null && !overwrite ? fileProblem("file_exists", { path: to }) : null
}
