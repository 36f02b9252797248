import { z } from "zod"
import type { JsonMap } from "../../lib/json.ts"
import type { GitCommit } from "../../model/ports.ts"

/** A commit, as steps give it out. */
export const commitInfo = z.strictObject({
  id: z.string(),
  message: z.string(),
  author: z.strictObject({ name: z.string(), email: z.string() }),
  at: z.number(),
  parents: z.array(z.string()),
})

/** The commit as plain data. */
export function commitValue({ id, message, author, at, parents }: GitCommit): JsonMap {
  return { id, message, author: { name: author.name, email: author.email }, at, parents: [...parents] }
}
