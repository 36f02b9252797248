import { readdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"

/*
 * What one terminal asks of a run that another has: a small file in the run's folder, `request-pause`, for which
 * the owner looks, and which it takes away when it has done what is asked.
 */

/** What can be asked of the owner of a run. */
export type Request = "pause" | "cancel"

/** The owner looks so often, in milliseconds. */
const lookEvery = 300

const names: readonly Request[] = ["pause", "cancel"]

/** Asks the owner of the run for something. */
export async function ask(folder: string, run: string, request: Request): Promise<void> {
  await writeFile(join(folder, "runs", run, `request-${request}`), "", { flush: true })
}

/** Hears what is asked of the run; what it returns ends that. */
export function hearRequests(folder: string, run: string, hear: (request: Request) => void): () => void {
  const runFolder = join(folder, "runs", run)
  let looking = false
  const look = async (): Promise<void> => {
    if (looking) return
    looking = true
    const found = await readdir(runFolder).catch((): string[] => [])
    for (const request of names) {
      if (!found.includes(`request-${request}`)) continue
      await rm(join(runFolder, `request-${request}`), { force: true })
      hear(request)
    }
    looking = false
  }
  const timer = setInterval(() => void look(), lookEvery)
  timer.unref()
  return () => clearInterval(timer)
}
