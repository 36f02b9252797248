import { z } from "zod"

/** A file that differs from the last commit, as steps give it out. */
export const changedFile = z.strictObject({
  path: z.string(),
  state: z.enum(["added", "changed", "deleted", "untracked"]),
  staged: z.boolean(),
})
