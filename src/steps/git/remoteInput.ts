import { z } from "zod"
import type { Hint } from "../../model/step.ts"
import { repositoryField, repositoryHint } from "./gitFields.ts"

/** What names the other side of an exchange with a remote, and what opens it. */
export const remoteInput = z.strictObject({
  remote: z.string().min(1).optional().meta({ description: "The remote; the usual one if left out" }),
  branch: z.string().min(1).optional().meta({ description: "The branch; the current one if left out" }),
  secret: z.string().min(1).optional().meta({ description: "The name of the secret that opens the remote" }),
  folder: repositoryField,
})

/** How these parameters are asked for. */
export const remoteHints = {
  secret: { widget: "secret", secret: true },
  remote: { advanced: true, placeholder: "origin" },
  folder: repositoryHint,
} satisfies { readonly [field: string]: Hint }
