import { existsSync } from "node:fs"
import { join } from "node:path"

/** The entry of a thread, which is built beside the command: `guest` runs user code, `job` works that can be ended. */
export function threadEntry(name: "guest" | "job"): string {
  const beside = join(import.meta.dirname, `${name}.js`)
  return existsSync(beside) ? beside : join(import.meta.dirname, "../../dist/cli", `${name}.js`)
}
