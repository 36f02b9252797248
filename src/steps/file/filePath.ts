import { z } from "zod"

/** A parameter that names a file of the workspace. */
export function filePath(description: string) {
  return z.string().min(1).max(1024).meta({ description })
}

/** What stands at a path, as steps give it out. */
export const fileInfo = z.strictObject({
  path: z.string(),
  kind: z.enum(["file", "folder"]),
  size: z.number(),
  changed: z.number(),
})
