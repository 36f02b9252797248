import type { JsonMap } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import { commentsOfText } from "./comments.ts"
import { openFile, treeOfFile } from "./file.ts"
import { writeFile } from "./write.ts"

/**
 * The text of a file as a new file is written, with its comments where they stood: the one way to write what it
 * says, so that two people's files differ only where their workflows do. What cannot be read gives its problems.
 */
export function formatText(text: string): Result<string, readonly Problem[]> {
  const file = openFile(text)
  const tree = treeOfFile(file)
  if (tree === undefined) return err(file.problems)
  const { root, start } = tree
  const written = writeFile(root.value as JsonMap, commentsOfText(file.text, root, start))
  return ok(/^[^\n]*\r\n/.test(file.text) ? written.replaceAll("\n", "\r\n") : written)
}
