import { z } from "zod"
import type { Hint, PowerUse } from "../../model/step.ts"
import { repositoryField, repositoryHint } from "./gitFields.ts"

/** The parameter for what opens a repository that lies elsewhere. */
export const remoteSecret = z
  .string()
  .min(1)
  .optional()
  .meta({ description: "The name of the secret that opens it" })

/** What names the other side of an exchange with a remote, and what opens it. */
export const remoteInput = z.strictObject({
  remote: z.string().min(1).optional().meta({ description: "The remote; the usual one if left out" }),
  branch: z.string().min(1).optional().meta({ description: "The branch; the current one if left out" }),
  secret: remoteSecret,
  folder: repositoryField,
})

/** How these parameters are asked for. */
export const remoteHints = {
  secret: { widget: "secret", secret: true },
  remote: { advanced: true, placeholder: "origin" },
  folder: repositoryHint,
} satisfies { readonly [field: string]: Hint }

/** What an exchange uses, which reads the workspace's files or writes them as well. */
export function remotePowers(files: "read" | "write") {
  return [
    // Where a remote is, its repository says: the run asks for the host.
    { power: "http", of: "remote", usual: "origin" },
    { power: "secret", of: "secret" },
    { power: "files", is: files },
  ] as const satisfies readonly PowerUse[]
}
