import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import { problem } from "./cliProblems.ts"
import type { FileTrouble, Io } from "./io.ts"

/** The text of a file, or of standard input for `-`, or why it cannot be read as text. */
export async function readText(path: string, io: Io): Promise<Result<string, Problem>> {
  const bytes = await io.read(path)
  if (!bytes.ok) return err(troubleProblem(bytes.error, path))
  if (bytes.value.includes(0)) return err(problem("file_not_text"))
  try {
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.value))
  } catch {
    return err(problem("file_not_text"))
  }
}

/** The problem that tells of the trouble with a file. */
export function troubleProblem(trouble: FileTrouble, path: string): Problem {
  switch (trouble) {
    case "missing":
      return problem("file_missing")
    case "folder":
      return problem("file_is_folder", { example: `${path.replace(/\/+$/, "")}/*.rivulet.yaml` })
    case "forbidden":
      return problem("file_forbidden")
    case "too_big":
      return problem("file_too_large")
    case "other":
      return problem("file_trouble")
  }
}
