import { existsSync } from "node:fs"
import { join } from "node:path"

/** The entry of the thread in which user code runs: it is built beside the command. */
export function guestEntry(): string {
  const beside = join(import.meta.dirname, "guest.js")
  return existsSync(beside) ? beside : join(import.meta.dirname, "../../dist/cli/guest.js")
}
