import { err, ok, type Result } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { Problem } from "../../model/problems.ts"

/*
 * Paths of a workspace start at its folder and cannot leave it. What one system cannot store, or reads as another
 * path than it looks, no home accepts, so that a workflow that works in one place works in all.
 */

const longestPath = 1_024
const longestName = 200
const deepest = 64

/** Names that Windows keeps for devices, with any ending. */
const devices = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i

/** Letters that cannot stand in a name somewhere, cannot be seen, or look like a slash. */
const badLetter = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*\\∕⁄⧸／＼]/u

/** The path as homes take it: names joined by single slashes, in composed form. */
export function cleanPath(path: string): Result<string, Problem> {
  if (path.trim() === "") return err(fileProblem("file_path_empty"))
  if (path.startsWith("/") || path.startsWith("\\") || /^[A-Za-z]:[\\/]/.test(path)) {
    return err(fileProblem("file_path_absolute", { path }))
  }
  const names = path
    .normalize("NFC")
    .split("/")
    .filter(name => name !== "" && name !== ".")
  if (names.includes("..")) return err(fileProblem("file_path_leaves", { path }))
  if (badLetter.test(path)) return err(fileProblem("file_path_letter", { path }))
  if (names.length === 0) return err(fileProblem("file_path_empty"))
  if (path.length > longestPath || names.length > deepest || names.some(name => name.length > longestName)) {
    return err(fileProblem("file_path_long", { path }))
  }
  const reserved = names.find(name => devices.test(name) || /[. ]$/.test(name) || name.startsWith(" "))
  if (reserved !== undefined) return err(fileProblem("file_path_reserved", { path, name: reserved }))
  return ok(names.join("/"))
}

/** The path, if file steps may write to it: what is git's own they never change. */
export function writablePath(path: string): Result<string, Problem> {
  const clean = cleanPath(path)
  if (!clean.ok) return clean
  const isGit = clean.value.split("/").some(name => /^(?:\.git|git~\d+)$/i.test(name))
  return isGit ? err(fileProblem("file_path_git", { path })) : clean
}

/** The folder that the path stands in; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")))
}

/** The last name of the path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1)
}
