import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isMap } from "../lib/json.ts"

/** Where a run takes place: its workspace, and what was granted to it. It is found again when the run is resumed. */
export interface RunPlace {
  readonly workspace: string
  /** Grants as they are written. */
  readonly grants: readonly string[]
}

/** Keeps the place of the run in the run's folder. */
export async function keepRunPlace(folder: string, run: string, place: RunPlace): Promise<void> {
  const runFolder = join(folder, "runs", run)
  await mkdir(runFolder, { recursive: true })
  const draft = join(runFolder, `place.json.${process.pid}.part`)
  await writeFile(draft, JSON.stringify(place), { flush: true })
  await rename(draft, join(runFolder, "place.json"))
}

/** The place of the run; undefined where none was kept. */
export async function readRunPlace(folder: string, run: string): Promise<RunPlace | undefined> {
  try {
    const place: unknown = JSON.parse(await readFile(join(folder, "runs", run, "place.json"), "utf8"))
    if (!isMap(place) || typeof place.workspace !== "string" || !Array.isArray(place.grants)) return undefined
    return { workspace: place.workspace, grants: place.grants.map(String) }
  } catch {
    return undefined
  }
}
