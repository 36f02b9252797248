import { err, ok, type Result } from "../lib/result.ts"
import { fileProblem } from "./fileProblems.ts"
import type { Problem } from "./problems.ts"

/*
 * The rules for paths in a workspace, the same in every home and on every system: relative, no way out, no letter
 * or name that some system cannot have or takes for another, and nothing in git's own folder to write to.
 */

const deepest = 64
const longestName = 200
const longestPath = 1_024
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i
const shortName = /~\d/
/** Control letters, letters that no reader sees, halves of a letter, and what is no plain part of a name somewhere. */
const badLetter = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029:*?"<>|\\\u2044\u2215\u29f8\uff0f\uff3c\u3164\uffa0]/u

/** The path as the workspace holds it, without `.` and doubled slashes, or why there is no such path. */
export function parseFilePath(text: string): Result<string, Problem> {
  if (text === "") return err(fileProblem("file_path_empty"))
  if (/^(?:[/\\]|[A-Za-z]:)/.test(text)) return err(fileProblem("file_path_absolute", { path: text }))
  const names = text.split("/").filter(name => name !== "" && name !== ".")
  if (names.some(name => name === "..")) return err(fileProblem("file_path_leaves", { path: text }))
  if (badLetter.test(text)) return err(fileProblem("file_path_letter", { path: text }))
  if (names.length === 0) return err(fileProblem("file_path_empty"))
  if (text.length > longestPath || names.length > deepest || names.some(name => name.length > longestName)) {
    return err(fileProblem("file_path_long", { path: text }))
  }
  for (const name of names) {
    const refused = reserved.test(name) || shortName.test(name) || /[. ]$/.test(name) || name.startsWith(" ")
    if (refused) return err(fileProblem("file_path_reserved", { path: text, name }))
  }
  return ok(names.join("/"))
}

/** The path, if a file step may change what stands there: git's own folder is not for writing. */
export function parseWritablePath(text: string): Result<string, Problem> {
  const path = parseFilePath(text)
  if (!path.ok) return path
  const isGits = path.value.split("/").some(name => name.normalize("NFKC").toLowerCase() === ".git")
  return isGits ? err(fileProblem("file_path_git", { path: text })) : path
}
