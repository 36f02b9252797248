import { z } from "zod"

/** What names the other side of an exchange with a remote, and what opens it. */
export const remoteInput = z.strictObject({
  remote: z.string().min(1).optional().meta({ description: "The remote; the usual one if left out" }),
  branch: z.string().min(1).optional().meta({ description: "The branch; the current one if left out" }),
  secret: z.string().min(1).optional().meta({ description: "The name of the secret that opens the remote" }),
})
